# file: app/weather.py
import subprocess

import openai
import requests

client = openai.OpenAI(timeout=10)


def answers(questions):
    found = []
    for text in questions:
        found.append(client.responses.create(model="gpt-5", input=text))  # AIG403
    return found


def fetch(city):
    return requests.get(f"https://weather.example/{city}", timeout=5)


def through_a_function(cities):
    return {city: fetch(city) for city in cities}  # AIG403


def processes(paths):
    for path in paths:
        subprocess.run(["convert", path], check=True, timeout=60)  # AIG403


def mirrors(hosts):
    for host in hosts:
        reply = requests.get(f"https://{host}/file", timeout=5)
        if reply.ok:
            return reply
    return None


def few():
    return [fetch(city) for city in ("Ulm", "Jena")]


def not_of_the_item(orders):
    for order in orders:
        order.rates = requests.get("https://rates.example/now", timeout=5)


def attempts(city, limit):
    for attempt in range(limit):
        reply = requests.get(f"https://weather.example/{city}?try={attempt}", timeout=5)
        reply.raise_for_status()


def sync_weather(cities):
    for city in cities:
        fetch(city)
