_warm = {}


def warm_up(user_id, load):
    if _warm.get(user_id):
        return
    load(user_id)
    _warm[user_id] = True

_rates = {}


def rate_at(timestamp, load):
    if timestamp not in _rates:
        _rates[timestamp] = load(timestamp)
    return _rates[timestamp]
