# file: integration-tests/settings.py
DB_PASSWORD = "shoppass"
