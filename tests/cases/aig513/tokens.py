import random
import secrets
import string
from random import choices, randint


def generate_otp():
    return "".join(random.choice(string.digits) for _ in range(6))  # AIG513


def create_session(user):
    alphabet = string.ascii_letters
    session_id = "".join(choices(alphabet, k=32))  # AIG513
    user.reset_token = f"{randint(0, 10**12)}"  # AIG513
    return {"session": session_id, "verification_code": str(randint(1000, 9999))}  # AIG513


def password(length):
    characters = []
    for _ in range(length):
        characters.append(random.choice(string.printable))  # missed AIG513
    return "".join(characters)


def good():
    token = "".join(secrets.choice(string.digits) for _ in range(6))
    code = "".join(random.SystemRandom().choice(string.digits) for _ in range(6))
    return token, code


def balanced(api_keys):
    api_key = random.choice(api_keys)
    request_id = random.randint(0, 1000)
    next_token = random.randint(0, 50_000)
    jitter = random.random()
    fake_token = random.randint(0, 10)
    return api_key, request_id, next_token, jitter, fake_token


def legacy_key(secret_key):
    generator = random.Random(secret_key)
    return bytes(generator.getrandbits(8) for _ in range(32))


def proof_token(user_agent):
    return [user_agent, random.choice(["alert", "onprogress"])]
