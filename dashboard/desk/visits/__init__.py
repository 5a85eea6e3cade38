"""What the page of home visits does: wishes, the plan of two weeks, the route of a day and its outcomes."""
