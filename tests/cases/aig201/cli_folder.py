# file: shop/cli/client.py
import requests


class Client:
    def orders(self):
        return requests.get("https://orders.example.com")
