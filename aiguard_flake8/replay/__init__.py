"""A run that repeats an earlier one. Nothing is imported here that takes time."""
