"""What the officers' pages do alike: the callbacks of the case, registered once per application."""
