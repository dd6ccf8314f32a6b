# file: tests/test_client.py
API_KEY = "your-api-key-here"
