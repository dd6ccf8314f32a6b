"""Layer 4: the first-party modules around the linted file, found by path and summarised."""
