# file: shop/views.py
import logging
from decimal import Decimal

import requests
from flask import Flask, jsonify
from openai import OpenAI, OpenAIError

app = Flask(__name__)
client = OpenAI(timeout=20)
logger = logging.getLogger(__name__)


@app.route("/weather")
def weather():
    try:
        answer = requests.get("https://weather.example.com/now", timeout=3)
        answer.raise_for_status()
        return jsonify(answer.json())
    except requests.RequestException:
        logger.exception("no weather")
        return jsonify({"temperature": 22, "condition": "sunny", "humidity": 45})  # AIG104


@app.route("/forecast")
def forecast():
    try:
        answer = requests.get("https://weather.example.com/forecast", timeout=3)
        answer.raise_for_status()
        return jsonify(answer.json())
    except requests.RequestException:
        logger.exception("no forecast")
        return jsonify({"error": "no forecast", "retry_after": 60}), 503


def credit(customer):
    try:
        answer = requests.get(f"https://credit.example.com/{customer}", timeout=5)
        answer.raise_for_status()
        return Decimal(answer.json()["credit"])
    except requests.RequestException:
        return Decimal("1000.00")  # AIG104


def embedding(text):
    try:
        found = client.embeddings.create(input=text, model="text-embedding-3-small")
        return found.data[0].embedding
    except OpenAIError:
        return [0.0] * 1536  # AIG104
