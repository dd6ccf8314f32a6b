"""flake8 plugins that find what will break in production."""

__version__ = "0.1.0"
