"""Event logs of other systems, brought into the request database."""
