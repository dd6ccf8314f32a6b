import argparse

import requests


def download(url):
    return requests.get(url)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    print(len(download(parser.parse_args().url)))


if __name__ == "__main__":
    main()
