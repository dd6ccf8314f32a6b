import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware import Middleware

ENABLE_CORS = os.getenv("ENABLE_CORS", "false") == "true"
ALLOWED_ORIGINS = os.getenv("ALLOWED_ORIGINS", "*")


def build(middleware=None):
    return FastAPI(
        middleware=middleware
        or [Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)]
    )
