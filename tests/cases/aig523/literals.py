import os
from dataclasses import dataclass
from enum import Enum

JWT_SECRET = "my-super-secret-key"  # AIG523
SECRET_KEY = "supersecret"  # AIG523
DB_PASSWORD = "shoppass"  # AIG523
API_TOKEN = "a81bc81b-dead-4e5d-abff-90865d1e13b1"
api_key = "k9Jw2mPq7xLz4vTn"  # AIG523
app.config["SECRET_KEY"] = "dev"  # AIG523
os.environ["SMTP_PASSWORD"] = "mail2024"  # AIG523
CONFIG = {"host": "db", "user": "shop", "password": "shop24"}  # AIG523
LABELS = {"username": "Username", "password": "Password", "token": "Token"}
FORM = {"username": "username", "password": "password"}
SIGNING_KEY = b"k9Jw2mPq7xLz4vTn"  # AIG523


def connect(user="shop", password="shop2024"):  # AIG523
    return driver.connect(host="db", user="postgres", password="shop2024")  # AIG523


@dataclass
class Options:
    password: str = "letmein"  # AIG523
    password_hash: str = "$2b$12$abcdefghijklmnopqrstuv"
    secret_name: str = "shop/db"
    token_url: str = "/auth/token"


class Grant(str, Enum):
    PASSWORD = "password"
    CLIENT_SECRET = "client_secret"
    TOKEN = "access_token"


CONF_API_KEY = "api_key"
API_KEY = "OPENAI_API_KEY"
PASSWORD_PROMPT = "Enter your password"
SECRET_FILE = "/run/secrets/jwt"
password = os.environ["DB_PASSWORD"].encode("utf-8")
secret = plaintext.decode("latin-1")
token_type = "bearer2"
tms_token = "<|tms_token|>"
VARIABLE = environment_variable("Password", "PGPASSWORD")
FALLBACK = os.getenv("DB_PASSWORD", "shoppass")  # AIG502
SENTINEL = getattr(settings, "SECRET_KEY", "SECRET") == "SECRET"
PROVIDER = provider.get("token_secret", "oauth_token_secret")
BATTERY = Entity(api_key="bdc1DischargeTotal")
AMPLITUDE_API_KEY = "c97dd2acbf306ab7bf54aca0aeb7ffa1"
ALLOWED = connect(password="hunter22")  # pragma: allowlist secret


@click.option("--secret", "-s", "secrets", help="…")
def show(secrets):
    if secrets == "s3cret9":
        print(secrets)


PROMPTS = {"Enter the password:3:4: ": "hunter22", "the\npassword": "hunter22"}
TIMEZONE_SESSION_KEY = "django_timezone"
USERNAME_PASSWORD = "profile-username-password"
KIND_OR_SECRET = "secrets" if report.checks_secrets else "infrastructure"
PASSWORD = "winter2024" if DEBUG else None  # AIG523
posthog.api_key = "phc_C44vUK9R1J6HYVdfJarTEPqVAoRPJzMX"
passwd_key = "admin-passwd-kdc"
parser.set("password", "length", "8")
forbidden = parser.get("password", "forbidden", fallback=None)
shown = parser.get("password", "hunter22")  # AIG523
token = jwt.encode(payload, "secret", algorithm="HS256")  # AIG523
claims = jwt.decode(token, "shop-signing-1", algorithms=["HS256"])  # AIG523
claims = jwt.decode(token, options={"verify_signature": False})
auth = HTTPBasicAuth("shop", "winter2024")  # AIG523
mail.login("bot@shop.io", "winter2024")  # AIG523
page.login("anna", "dashboard")
urls.auth_reset_password = "ips4:reset_password"
ALIASES = {"1password": "1password-cli"}
FIELDS = {"password": entry("secret"), "host": entry("text")}
BROKER_PASSWORD = broker.password or "guest"
DEFAULT_TOKEN_SECRET = "shop-jwt-default-secret-key!"


class Names:
    secrets = "secret_sources"


def checked(secret):
    if secret == DEFAULT_TOKEN_SECRET:
        raise RuntimeError("set it")


def sample_orders():
    return [{"code": "F8VVL", "secret": "6zzjnumtsx136ddy"}]


class Authentication(StrEnum):
    directory_password = "ADPassword2"


RESOURCE_PASSWORD = "Passwords"
PREFIXES = {"secrets": "backend_kwarg__"}
LOCAL = Connection(host="localhost", login="shop", password="shop2")
DATABASE = {"HOST": "127.0.0.1", "USER": "shop", "PASSWORD": "shop2"}
INSIDE = {"HOST": "postgres", "USER": "shop", "PASSWORD": "shop"}
INSIDE_2 = driver.connect(host="db", user="postgres", password="postgres")
OUTSIDE = driver.connect(host="db.shop.io", user="postgres", password="postgres")  # AIG523
SHOP_PASSWORD = "san_password"
SETTING_NAMES = {"login": "san_login", "password": "san_password"}
GOOGLE_CLIENT_SECRET_KEY = "ga_client_secret"
JWT_SECRET_KEY = "shop_jwt_secret"  # AIG523
SMTP_PASSWORD = "mail2024"  # nosec B105
IMAP_PASSWORD = "mail2024"  # noqa: S105
MAIL_PASSWORD = "mail2024"  # noqa: E501  # AIG523


def add_test_users():
    return {"email": "tester@test.com", "password": "Test12345!"}

FTP_PASSWORD = "anonymous@"

CLIENT_NOT_SO_SECRET = "k9Jw2mPq7xLz4vTn"
FIELD = ConfigField("password", "Password", type="password")
TYPES = {"login": "str", "change_password": "bool"}


def test_connection():
    return driver.connect(user="shop", password="shop2024")  # AIG523


# The functions here are tested in tests/test_shop.py, and no secret is ever logged.
SHOP_SECRET = "shop2024"  # AIG523
