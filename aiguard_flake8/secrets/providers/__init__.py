"""The formats of credentials, one module per family; a new provider is one entry."""
