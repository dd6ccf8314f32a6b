_warm = {}


def warm_up(user_id, load):
    if _warm.get(user_id):
        return
    load(user_id)
    _warm[user_id] = True
