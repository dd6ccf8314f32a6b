import hashlib
import random
import string


class Player:
    def __init__(self):
        self.session_id = random.randrange(2**32)


def _session_id():
    return "".join(random.choice(string.ascii_letters) for _ in range(8))


def login(user):
    user.session_id = random.getrandbits(64)  # AIG513
    return user


def hash_password(text):
    salt = f"{random.getrandbits(64):x}"
    password = hashlib.sha256((text + salt).encode()).hexdigest()
    return salt, password


def new_csrf_token():
    return bytes(random.getrandbits(8) for _ in range(16)).hex()  # AIG513
