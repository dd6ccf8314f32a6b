"""Only what changed: the findings that an earlier revision does not have."""


class RevisionError(Exception):
    """A comparison that cannot be made; the text is one line that says why."""
