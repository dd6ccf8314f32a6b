"""The commands of `aiguard`: one module each."""
