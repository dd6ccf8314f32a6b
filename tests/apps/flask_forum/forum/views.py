from flask import Blueprint, jsonify, request
from forum.db import db
from forum.store import CachedUserStore, UserStore, count_replies, mark_read, replies_to

bp = Blueprint("forum", __name__)
users = UserStore()
cached_users = CachedUserStore()


def name_of(user_id):
    user = users.find(user_id)
    return user["name"] if user else ""


@bp.get("/posts")
def posts():
    found = []
    for post in db.posts.find({"parent": None}):
        author = users.find(post["author"]) or {}  # AIG401
        found.append({"text": post["text"], "author": author.get("name")})
    return jsonify(found)


@bp.get("/posts/authors")
def posts_with_authors():
    rows = list(db.posts.find({"parent": None}))
    authors = users.find_all([row["author"] for row in rows])
    return jsonify([{"text": each["text"], "author": authors[each["author"]]} for each in rows])


@bp.get("/counts")
def counts():
    found = db.posts.find()
    return jsonify({str(post["_id"]): count_replies(post["_id"]) for post in found})  # AIG401 AIG406


@bp.get("/threads")
def threads():
    found = []
    for post in db.posts.find({"parent": None}):
        for reply in replies_to(post["_id"]):  # AIG401
            found.append({"to": post["text"], "text": reply["text"]})
    return jsonify(found)


@bp.get("/names")
def names():
    rows = db.posts.find({"parent": None}).limit(100)
    return jsonify([name_of(row["author"]) for row in rows])  # AIG401


@bp.get("/names/cached")
def names_cached():
    rows = db.posts.find({"parent": None}).limit(100)
    return jsonify([str(cached_users.find(row["author"])) for row in rows])


@bp.post("/read")
def read():
    for post_id in request.json["posts"]:
        mark_read(post_id, request.json["user"])
    return jsonify({})


@bp.get("/first")
def first_known():
    for user_id in request.args.getlist("user"):
        user = users.find(user_id)
        if user:
            return jsonify(user)
    return jsonify({})


@bp.get("/authors")
def authors():
    wanted = request.args.getlist("user")
    found = []
    for user_id in wanted:
        user = db.users.find_one({"_id": user_id})  # AIG401
        if user:
            found.append(user)
    return jsonify(found)
