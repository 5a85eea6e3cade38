"""A simulated city: plausible people, applications, queues and pickups, labelled as such."""
