import os
import smtplib

import psycopg2
import urllib3
from sqlalchemy import create_engine

DATABASE_URL = os.environ["DATABASE_URL"]
LOCAL_URL = "postgresql://shop@orders-db.internal/shop"

from_variable = create_engine(DATABASE_URL)
from_literal = create_engine(LOCAL_URL)  # AIG203
in_process = create_engine("sqlite:///shop.db")
in_memory = create_engine("sqlite://")
with_limit = create_engine(LOCAL_URL + "?connect_timeout=3")
with_arguments = create_engine(LOCAL_URL, connect_args={"connect_timeout": 3})
with_other_arguments = create_engine(LOCAL_URL, connect_args={"sslmode": "require"})  # AIG203
connection = psycopg2.connect(host="orders-db.internal", user="shop")  # AIG203
bounded = psycopg2.connect(host="orders-db.internal", connect_timeout=3)
unknown = psycopg2.connect(DATABASE_URL)
pool = urllib3.PoolManager()  # AIG203


def send(message, host, options):
    with smtplib.SMTP(host, 587) as server:  # AIG203
        server.send_message(message)
    with smtplib.SMTP(host, 587, timeout=10) as server:
        server.send_message(message)
    with smtplib.SMTP_SSL(host, **options) as server:
        server.send_message(message)
