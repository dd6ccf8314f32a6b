# file: shop/testsuite.py
DB_PASSWORD = "shoppass"
