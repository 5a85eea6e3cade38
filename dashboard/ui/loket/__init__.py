"""The counter: pure functions from cases and pickups to Dash components."""
