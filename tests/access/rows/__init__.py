"""One module for each kind of work; each holds ``ROWS``: name of the address → ``Row``."""
