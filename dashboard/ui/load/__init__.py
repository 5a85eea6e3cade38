"""The supervisor's page: who holds what, what is open, and how the day will end."""
