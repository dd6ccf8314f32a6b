from forum.db import db, get_db


class UserStore:
    def __init__(self):
        self.users = get_db()["users"]

    def find(self, user_id):
        return self.users.find_one({"_id": user_id})

    def find_all(self, user_ids):
        return {user["_id"]: user for user in self.users.find({"_id": {"$in": user_ids}})}


def replies_to(post_id):
    return db.posts.find({"parent": post_id})


def count_replies(post_id):
    return db.posts.count_documents({"parent": post_id})
