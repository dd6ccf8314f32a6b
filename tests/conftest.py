"""What all tests share."""

import os

# A failing rule must fail the test; tests/test_guard.py alone looks at the guard.
os.environ["AIGUARD_RAISE"] = "1"
# What a test finds is to depend on its files alone.
os.environ["AIGUARD_CACHE"] = "off"
