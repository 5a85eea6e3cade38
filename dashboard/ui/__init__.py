"""Components, charts and formats that every page shares; knows no database."""
