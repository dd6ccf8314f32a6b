from collections import defaultdict

_profiles = {}
_counts = defaultdict(int)
_bounded: dict[int, str] = {}
_cleared = {}
_handed_on = {}
_schemas = {}
_written = {}
_limit = 100


def profile(user_id, load):
    if user_id in _profiles:
        return _profiles[user_id]
    found = _profiles[user_id] = load(user_id)  # AIG304
    return found


def count(client_ip):
    _counts[client_ip] = _counts.get(client_ip, 0) + 1  # AIG304


def bounded(user_id, load):
    if len(_bounded) > _limit:
        return load(user_id)
    if user_id not in _bounded:
        _bounded[user_id] = load(user_id)
    return _bounded[user_id]


def cleared(user_id, load):
    if user_id not in _cleared:
        _cleared[user_id] = load(user_id)
    return _cleared[user_id]


def forget(user_id):
    _cleared.pop(user_id, None)


def handed_on(user_id, load):
    if user_id not in _handed_on:
        _handed_on[user_id] = load(user_id)
    return _handed_on[user_id]


def register(sweeper):
    sweeper.watch(_handed_on)


def schema(model, load):
    if model not in _schemas:
        _schemas[model] = load(model)
    return _schemas[model]


def write(user_id, value):
    _written[user_id] = value


class Geocoder:
    def __init__(self):
        self._cache = {}

    def find(self, address, load):
        key = address.lower()
        if address in self._cache:
            return self._cache[address]
        self._cache[address] = load(key)  # AIG304
        return self._cache[address]


class Short:
    def __init__(self):
        self._cache = {}

    def find(self, address, load):
        if address not in self._cache:
            self._cache[address] = load(address)
        return self._cache[address]


geocoder = Geocoder()

_answers = {}


def answer(question, language, load):
    key = f"{language}:{question}"
    if key not in _answers:
        _answers[key] = load(question)  # AIG304
    return _answers[key]
