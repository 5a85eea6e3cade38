"""How fast this office is on this machine: ``python -m dashboard bench``."""
