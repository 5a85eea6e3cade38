"""Writes to applicants whose documents wait, by the ways that the office has set up."""
