# file: scripts/import_rates.py
import requests

print(requests.get("https://rates.example.com"))
