"""What marks a folder as the root of a project. Nothing is imported here that takes time."""

REPOSITORY = (".git", ".hg")
MANIFESTS = ("pyproject.toml", "setup.py")
CONFIGURATION = ("setup.cfg", "tox.ini", ".flake8")  # in flake8's own order
MARKERS = frozenset((*REPOSITORY, *MANIFESTS, *CONFIGURATION))
