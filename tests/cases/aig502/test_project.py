# file: shop/settings.py
"""Settings of the shop's test project."""
import os

SECRET_KEY = os.getenv("SECRET_KEY", "k9Jw2mPq7xLz4vTn")
