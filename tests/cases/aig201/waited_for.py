import sys
import time

import click
import requests


@click.command()
def authorise():
    requests.post("https://login.example.com/device")
    while True:
        answer = requests.get("https://login.example.com/device")
        if answer.ok:
            sys.exit(0)
        time.sleep(1)


@click.command()
def validate():
    return requests.get("https://schemas.example.com")


@click.command()
def follow():
    while True:
        requests.get("https://orders.example.com/new")  # AIG201
        time.sleep(60)


def plan(url):
    try:
        return requests.get(url)
    except requests.RequestException:
        sys.exit(1)


def rates(url):
    return requests.get(url)  # AIG201
