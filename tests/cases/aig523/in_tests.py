# file: tests/test_login.py
DB_PASSWORD = "shoppass"
