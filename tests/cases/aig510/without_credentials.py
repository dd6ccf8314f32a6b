import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS

# Who may read it without credentials is a matter of choice.
ORIGINS = os.getenv("CORS_ORIGINS", "*").split(",")
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["*"])
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
web = Flask(__name__)
CORS(web)


@web.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


CORS_ALLOW_ALL_ORIGINS = True
