import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, request
from flask_cors import CORS
from flask_socketio import SocketIO
from starlette.middleware import Middleware

ORIGINS = os.getenv("CORS_ORIGINS", "*").split(",")  # AIG510
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)
front_ends = ["*"]
app.add_middleware(  # AIG510
    CORSMiddleware, allow_origins=front_ends, allow_credentials=True, allow_headers=["*"]
)
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
opened = Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # AIG510
web = Flask(__name__)
CORS(web, origins=["https://shop.example.com"], supports_credentials=True)
CORS(web, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # AIG510
sockets = SocketIO(web, cors_allowed_origins="*")  # AIG510
public_sockets = SocketIO(web, cors_allowed_origins="*", cors_credentials=False)


@web.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin")  # AIG510
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@web.after_request
def allow_listed(response):
    origin = request.headers.get("Origin")
    if origin in ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


CORS_ALLOW_ALL_ORIGINS = True  # AIG510
CORS_ALLOW_CREDENTIALS = True
