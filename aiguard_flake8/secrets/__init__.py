"""Credentials: what they look like (`formats`), and where they stand (`scan`)."""
