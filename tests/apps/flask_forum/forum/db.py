from pymongo import MongoClient

client = MongoClient("mongodb://db", timeoutMS=5000)
db = client["forum"]


def get_db():
    return db
