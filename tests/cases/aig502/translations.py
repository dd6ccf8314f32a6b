# file: shop/translations/settings.py
import os

SECRET_KEY = os.getenv("SECRET_KEY", "k9Jw2mPq7xLz4vTn")
