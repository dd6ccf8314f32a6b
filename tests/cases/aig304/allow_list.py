import os

ALLOWED_USER_IDS = {int(each) for each in os.environ["ALLOWED_USER_IDS"].split(",")}
_sessions = {}
_queries = {}


def session_of(user_id):
    if user_id not in _sessions:
        _sessions[user_id] = []
    return _sessions[user_id]


def answer(query, ask):
    if query not in _queries:
        _queries[query] = ask(query)  # AIG304
    return _queries[query]


def handle(user_id, text):
    if user_id in ALLOWED_USER_IDS:
        session_of(user_id).append(text)
