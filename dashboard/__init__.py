"""e-Open Dasbor: the request database and operations dashboard of a civil-registration office."""
