"""The officers' desk: pure functions from cases to Dash components."""
