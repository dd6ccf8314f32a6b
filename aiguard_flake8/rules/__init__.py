"""The rules: one module each, found by file name."""
