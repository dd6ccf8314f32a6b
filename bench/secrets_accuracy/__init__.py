"""How many credentials are found, and how often something else is taken for one."""
