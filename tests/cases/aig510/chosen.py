import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Blueprint, Flask
from flask_cors import CORS
from pydantic_settings import BaseSettings

api = Blueprint("api", __name__)
CORS(api)
app = Flask(__name__)
# The browser extension calls it from anywhere.
CORS(app)


def create_app(cors):
    made = FastAPI()
    if cors:
        made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    if not os.environ.get("DISABLE_CORS"):
        made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    return made


def factory():
    made = Flask(__name__)
    CORS(made)  # AIG510
    return made


class Dashboard:
    def __init__(self):
        self.app = Flask(__name__)
        CORS(self.app)


class Server:
    def __init__(self):
        self.app = FastAPI()
        self.app.add_middleware(  # AIG510
            CORSMiddleware, allow_origins=["*"], allow_credentials=True
        )


def public_app():
    made = FastAPI()
    made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"])
    return made


class Settings(BaseSettings):
    cors_origins: list[str] = ["*"]
    cors_credentials: bool = False


class OpenSettings(BaseSettings):
    cors_origins: list[str] = ["*"]  # AIG510
