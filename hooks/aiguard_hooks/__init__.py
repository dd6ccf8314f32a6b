"""The pre-commit hooks: one module per hook, `main(argv) -> int`."""
