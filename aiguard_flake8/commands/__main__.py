"""`python -m aiguard_flake8.commands` is `aiguard`."""

import sys

from aiguard_flake8.commands import main

if __name__ == "__main__":
    sys.exit(main())
