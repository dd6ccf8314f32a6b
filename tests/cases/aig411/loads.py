# file: app/api.py
import json
import os
from functools import lru_cache
from pathlib import Path

import joblib
import pandas as pd
import yaml
from fastapi import Depends, FastAPI
from flask import Flask
from sentence_transformers import SentenceTransformer
from transformers import pipeline

app = FastAPI()
pages = Flask(__name__)
MODEL_PATH = os.path.join("models", "churn.joblib")
_model = None


@app.get("/direct")
def direct(x: float):
    model = joblib.load(MODEL_PATH)  # AIG411
    return model.predict([[x]])


@pages.route("/config")
def config():
    with open("config.json") as stream:
        settings = json.load(stream)  # AIG411
    return settings["title"]


@app.get("/prices")
async def prices():
    folder = Path("data")
    return pd.read_csv(folder / "prices.csv").to_dict()  # AIG411


class Scorer:
    def __init__(self):
        self.table = json.load(open("weights.json", encoding="utf-8"))

    def score(self, x):
        return x * self.weights()["x"]

    def weights(self):
        with open("weights.json", encoding="utf-8") as stream:
            return json.load(stream)


@app.get("/score")
def score(x: float, scorer: Scorer = Depends()):
    return scorer.score(x)  # AIG411


@app.get("/given")
def given(name: str):
    return joblib.load(f"models/{name}.joblib").predict([[1.0]])


@lru_cache
def remembered():
    return joblib.load(MODEL_PATH)


@app.get("/cached")
def cached(x: float):
    return remembered().predict([[x]])


def lazily():
    global _model
    if _model is None:
        _model = joblib.load(MODEL_PATH)
    return _model


@app.get("/lazy")
def lazy(x: float):
    return lazily().predict([[x]])


@app.post("/upload")
def upload(path: str):
    with open(path) as stream:
        return json.load(stream)


@app.on_event("startup")
def start():
    app.state.model = joblib.load(MODEL_PATH)


def main():
    print(joblib.load(MODEL_PATH))


@app.get("/summary")
def summary(text: str):
    summarise = pipeline("summarization")  # AIG411
    return summarise(text)


@app.get("/embedding")
def embedding(text: str):
    return SentenceTransformer("all-MiniLM-L6-v2").encode(text)  # AIG411


@app.get("/yaml")
def from_yaml():
    with open("settings.yaml") as stream:
        return yaml.safe_load(stream)  # AIG411


@app.post("/text")
def from_text(text: str):
    return yaml.safe_load(text)
