import time

import requests


def sync(url):
    return requests.get(url)  # AIG201


def main():
    while True:
        sync("https://orders.example.com/new")
        time.sleep(60)


if __name__ == "__main__":
    main()
