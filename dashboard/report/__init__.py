"""The monthly report leadership signs, and its delivery by e-mail."""
