import os
import sqlite3

import mysql.connector
import psycopg2
from flask import Flask, jsonify
from pymongo import MongoClient

app = Flask(__name__)
DATABASE = {"host": "db", "user": "shop", "connection_timeout": 3}


def connect():
    return psycopg2.connect(os.environ["DATABASE_URL"])  # AIG302


@app.route("/orders")
def orders():
    connection = connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM orders LIMIT 50")
            return jsonify(cursor.fetchall())
    finally:
        connection.close()


@app.route("/customers")
def customers():
    connection = mysql.connector.connect(**DATABASE)  # AIG302
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM customers LIMIT 50")
    rows = cursor.fetchall()
    connection.close()
    return jsonify(rows)


@app.route("/carts")
def carts():
    client = MongoClient(os.environ["MONGO_URL"])  # AIG302
    return jsonify(list(client.shop.carts.find().limit(10)))


@app.route("/settings")
def settings():
    connection = sqlite3.connect("settings.db")
    rows = connection.execute("SELECT * FROM settings LIMIT 10").fetchall()
    connection.close()
    return jsonify(rows)
