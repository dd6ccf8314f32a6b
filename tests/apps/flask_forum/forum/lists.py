from flask import Blueprint, jsonify, request
from forum.db import db
from forum.store import UserStore, pinned, rules, rules_in

bp = Blueprint("lists", __name__)
users = UserStore()


@bp.get("/users")
def everybody():
    return jsonify(users.everybody())  # AIG406


@bp.get("/users/names")
def everybody_by_name():
    return jsonify([user["name"] for user in db.users.find({})])  # AIG406


@bp.get("/users/gathered")
def gathered():
    found = []
    for user in db.users.find():
        found.append({"name": user["name"]})
    return jsonify({"users": found})  # AIG406


@bp.get("/users/city/<city>")
def in_city(city):
    return jsonify(users.everybody_in(city))


@bp.get("/users/newest")
def newest():
    return jsonify(users.newest(20))


@bp.get("/users/some")
def some():
    return jsonify(list(db.users.find(limit=20)))


@bp.get("/users/total")
def total():
    return jsonify({"users": db.users.count_documents({})})


@bp.get("/users/banned")
def banned():
    return jsonify([user["name"] for user in users.everybody() if user["banned"] == "yes"])  # AIG408


@bp.get("/users/banned/asked")
def banned_asked():
    return jsonify([user["name"] for user in db.users.find({"banned": "yes"})])


@bp.get("/users/city/<city>/old")
def old_in_city(city):
    return jsonify([user["name"] for user in users.everybody_in(city) if user["age"] > 60])


@bp.get("/notes")
def notes():
    found = []
    for post in db.posts.find({"parent": None}).limit(50):
        found.append({"text": post["text"], "pinned": pinned() == post})  # AIG409
    return jsonify(found)


@bp.get("/notes/once")
def notes_once():
    first = pinned()
    rows = db.posts.find({"parent": None}).limit(50)
    return jsonify([{"text": post["text"], "pinned": first == post} for post in rows])


@bp.get("/rules")
def show_rules():
    return jsonify(rules())  # AIG411


@bp.get("/rules/<language>")
def show_rules_in(language):
    return jsonify(rules_in(language))


@bp.get("/mine")
def mine():
    return jsonify(list(db.posts.find({"author": request.args["user"]})))
