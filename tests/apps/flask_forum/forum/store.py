import json

from forum.db import db, get_db


class UserStore:
    def __init__(self):
        self.users = get_db()["users"]

    def find(self, user_id):
        return self.users.find_one({"_id": user_id})

    def find_all(self, user_ids):
        return {user["_id"]: user for user in self.users.find({"_id": {"$in": user_ids}})}

    def everybody(self):
        return list(self.users.find())

    def everybody_in(self, city):
        return list(self.users.find({"city": city}))

    def newest(self, limit):
        return list(self.users.find().sort("_id", -1).limit(limit))


class CachedUserStore(UserStore):
    def __init__(self):
        super().__init__()
        self.known = {}

    def find(self, user_id):
        if user_id not in self.known:
            self.known[user_id] = super().find(user_id)
        return self.known[user_id]


def replies_to(post_id):
    return db.posts.find({"parent": post_id})


def count_replies(post_id):
    return db.posts.count_documents({"parent": post_id})


def pinned():
    return db.posts.find_one({"pinned": True})


def rules():
    with open("rules.json") as stream:
        return json.load(stream)


def rules_in(language):
    with open(f"rules.{language}.json") as stream:
        return json.load(stream)


def mark_read(post_id, user_id):
    db.reads.insert_one({"post": post_id, "user": user_id})
