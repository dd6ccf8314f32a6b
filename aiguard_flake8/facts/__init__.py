"""Questions that several rules share, one subject per module; `file` offers them."""
