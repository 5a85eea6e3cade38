"""The page of home visits: who waits, who can go when, and the route of a day."""
