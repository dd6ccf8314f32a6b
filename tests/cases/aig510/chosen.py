import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Blueprint, Flask
from flask_cors import CORS
from pydantic_settings import BaseSettings

api = Blueprint("api", __name__)
CORS(api)


def create_app(cors):
    made = FastAPI()
    if cors:
        made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    if not os.environ.get("DISABLE_CORS"):
        made.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    return made


def factory():
    made = Flask(__name__)
    CORS(made, supports_credentials=True)  # AIG510
    return made


class Server:
    def __init__(self):
        self.app = FastAPI()
        self.app.add_middleware(  # AIG510
            CORSMiddleware, allow_origins=["*"], allow_credentials=True
        )


class Configured:
    def __init__(self, settings):
        self.app = FastAPI()
        self.app.add_middleware(
            CORSMiddleware, allow_origins=["*"], allow_credentials=settings.credentials
        )


class Settings(BaseSettings):
    cors_origins: list[str] = ["*"]
    cors_credentials: bool = False


class OpenSettings(BaseSettings):
    cors_origins: list[str] = ["*"]  # AIG510
