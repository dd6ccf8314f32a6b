import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS
from starlette.middleware import Middleware

ORIGINS = os.getenv("CORS_ORIGINS", "*").split(",")  # AIG510
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["*"])
front_ends = ["*"]
app.add_middleware(CORSMiddleware, allow_origins=front_ends, allow_headers=["*"])  # AIG510
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
middleware = [Middleware(CORSMiddleware, allow_origins=["*"])]  # AIG510
# Metadata that every page may read: methods and headers are listed.
app.add_middleware(
    CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], allow_headers=["Accept"]
)
web = Flask(__name__)
CORS(web)  # AIG510
CORS(web, origins=["https://shop.example.com"])
CORS(web, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # AIG510


@web.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "*"  # AIG510
    return response


@web.get("/public.json")
def public():
    return {}, 200, {"Access-Control-Allow-Origin": "*"}


CORS_ALLOW_ALL_ORIGINS = True  # AIG510
