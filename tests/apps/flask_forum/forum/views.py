from flask import Blueprint, jsonify

from forum.db import db
from forum.store import UserStore, count_replies, replies_to

bp = Blueprint("forum", __name__)
users = UserStore()


@bp.get("/posts")
def posts():
    found = []
    for post in db.posts.find({"parent": None}):
        author = users.find(post["author"])  # AIG401
        found.append({"text": post["text"], "author": author["name"]})
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
