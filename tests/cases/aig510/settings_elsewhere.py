import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

ORIGINS = os.getenv("CORS_ORIGINS", "*")  # AIG510


def add_cors(app: FastAPI, origins):
    app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)


add_cors(FastAPI(), ORIGINS.split(","))
