import hmac
import os

from flask import abort, jsonify


def seed(session):
    session.add(User(username="admin", hashed_password=get_password_hash("admin123")))  # AIG516
    User.objects.create_superuser("admin", "admin@shop.io", "adminpass")  # AIG516
    session.add(User(email="admin@shop.io", password="secret", is_admin=True))  # AIG516
    session.add(User(name="root", password=hash_password(os.environ["ROOT_PASSWORD"])))
    user = User(name="anna")
    user.set_password("welcome1")  # AIG516
    return user


USERS = {"anna": "wonder1and", "ben": "builder9"}  # AIG516
fake_users_db = {"anna": {"username": "anna", "password": "secret"}}  # AIG516
VALID_API_KEYS = {"demo-key-123", "dev-key"}  # AIG516
DEFAULT_ADMIN_PASSWORD = "admin"  # AIG516
ADMIN_PASSWORD = os.getenv("ADMIN_PASSWORD", "admin123")  # AIG502
DUMMY_HASH = pwd_context.hash("not-a-password")
ACCESS_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
ROLES = {"admin": "administrator", "guest": "reader"}


def reject_unknown(password):
    hash_password("not-a-password")  # takes as long as for a known user


def connect():
    return driver.connect(host="db", user="admin", password="shop2024")


def authenticate(credentials):
    token = credentials.credentials
    if token == "test-token":  # AIG516
        return {"user": "tester"}
    if token != "super-secret-token":  # AIG516
        raise PermissionError
    return None


def login(username, password):
    if username == "admin" and password == "admin":  # AIG516
        return issue(username)
    if password == "password":
        raise ValueError("too weak")
    return hmac.compare_digest(password, "hunter22")  # AIG516


def key_of(request):
    if request.headers.get("X-API-Key") != "my-secret-api-key":  # AIG516
        return jsonify(error="no"), 401
    if request.headers.get("X-API-Key") == "revoked-key-1":
        abort(403)
    if settings.SECRET_KEY == "change-me":
        raise RuntimeError
    return None


def parse(token):
    if token == "if":
        return 1
    if token in ("and", "or"):
        return 2
    return token == "EOF"


def sort(key, info):
    allowed_keys = ["name", "secret_type", "status"]
    if info.get("secrets") == "keyring":
        return None
    return key if key in allowed_keys else None


def connect(username, password="mypassword"):
    if password == "mypassword":
        password = os.getenv("SHOP_PASSWORD")
    return driver.connect(username, password)


def hasher_works():
    hashed = argon2.hash("test")
    return argon2.verify("test", hashed)


TEST_USERS = {"anna": {"username": "anna", "password": "staff_password"}}


def remember(words, username, password):
    keyring.set_password("shop-cli", username, password)
    first_token = words[0]
    return first_token in {"pytest", "python3", "npm"}


def connect_to_snow(username, password):
    if password == "mypassword":
        given = os.getenv("SNOW_PASSWORD")
        if given is not None:
            password = given
    return driver.connect(username, password)


def is_refused(data):
    if data.get("password") == ["hunter22"]:  # messages of a form
        return True
    return data.get("password") in {"welcome1"}  # AIG516


FIELDS = {"admin": "admin", "email": "email", "password": "password", "role": "role"}
