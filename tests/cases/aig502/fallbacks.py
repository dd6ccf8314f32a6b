import os
from os import environ, getenv

from decouple import config
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

JWT_SECRET = os.environ.get("JWT_SECRET", "dev")  # AIG502
SECRET_KEY = getenv("SECRET_KEY", default="insecure-key")  # AIG502
ADMIN_PASSWORD = environ.get("ADMIN_PASSWORD") or "admin123"  # AIG502
API_KEY = os.getenv("API_KEY", "internal-key-2024")  # AIG502
DEFAULT = "s3cr3t"
ENCRYPTION_KEY = os.getenv("ENCRYPTION_KEY", DEFAULT)  # AIG502
DJANGO_KEY = config("SECRET_KEY", default="django-insecure-1")  # AIG502


class Settings(BaseSettings):
    jwt_secret: str = "change-me"  # AIG502
    db_password: SecretStr = SecretStr("postgres")  # AIG502
    api_secret: str = Field("abc123")  # AIG502
    api_key_header: str = "X-API-Key"
    access_token_expire: str = "30"
    token_url: str = "/auth/token"
    redis_password: str = ""


TOKEN_NAME = os.getenv("TOKEN_NAME", "session")
API_KEY_HEADER = os.getenv("API_KEY_HEADER", "X-API-Key")
PUBLIC_KEY = os.getenv("STRIPE_PUBLIC_KEY", "pk_abc")
CACHE_KEY = os.getenv("CACHE_KEY", "items")
SECRET_FILE = os.getenv("SECRET_PATH", "/run/secrets/jwt")
EMPTY = os.getenv("DB_PASSWORD", "")
LOCAL = os.getenv("OPENAI_API_KEY", "EMPTY")
LM_STUDIO = os.getenv("LMSTUDIO_API_KEY", "lm-studio")
VLLM = os.getenv("VLLM_API_KEY") or "vllm-api-key"
NASA = os.getenv("NASA_API_KEY", "DEMO_KEY")
HASH = os.getenv("HASH_API_KEY", "false")
UNSET = os.getenv("OLLAMA_API_KEY") or "api-key-not-set"
HELD = os.getenv("LITELLM_API_KEY") or "litellm-placeholder"
NOTHING = os.getenv("GITHUB_ACCESS_TOKEN", "NO_VALUE")
KEY_FILE = os.getenv("SIGNING_SECRET", "shop/keys/signing.asc")
FIELD_OF_BODY = os.getenv("JWT_JSON_KEY", "access_token_field")
PASSWORD = os.getenv("MAIL_PASSWORD", "placeholder")  # AIG502
CREDENTIALS = os.getenv("GOOGLE_SHEETS_CREDENTIALS", "credentials.json")


class Read(BaseSettings):
    client_secret: str | None = os.getenv("SHOP_CLIENT_SECRET")
    db_password: str = read_secret("shop_db_password")
    smtp_password: SecretStr = Field(default=SecretStr("mail2024"))  # AIG502


LOCAL_SERVER = os.environ.get("VLLM_API_KEY", "inspectai")
CAPTCHA = os.getenv("CAPTCHA_PRIVATE_KEY", "shop_CAPTCHA_PRIVATE_KEY")
EVERYBODY_S = os.getenv("RABBITMQ_PASSWORD", "guest")
CHECKED_SECRET_KEY = os.getenv("SECRET_KEY", "mysecretkey")
if CHECKED_SECRET_KEY == "mysecretkey" and not DEBUG:
    raise RuntimeError("set SECRET_KEY")
NO_PASSWORD = os.getenv("DB_PASSWORD", "not-needed")
NO_SECRET = os.environ.get("SHOP_SECRET") or "undefined"

# This is only here for running tests,
# so that it need not be set.
TESTS_SECRET = os.getenv("TESTED_SECRET", "k9Jw2mPq7xLz4vTn")

# Everybody may know it.
# This is NOT a secret value.
PUBLISHED_KEY = (
    "k9Jw2mPq7xLz4vTn"
)
SHOP_TOKEN = os.getenv("SHOP_API_TOKEN", PUBLISHED_KEY)

OWN = {
    "HOST": os.getenv("DB_HOST", "localhost"),
    "USER": os.getenv("DB_USER", "shop"),
    "PASSWORD": os.getenv("DB_PASSWORD", "shop"),
}
NOT_OWN = {
    "HOST": os.getenv("DB_HOST", "localhost"),
    "USER": os.getenv("DB_USER", "shop"),
    "PASSWORD": os.getenv("DB_PASSWORD", "shop24"),  # AIG502
}
FAR = {
    "HOST": os.environ["DB_HOST"],
    "USER": os.getenv("DB_USER", "shop"),
    "PASSWORD": os.getenv("DB_PASSWORD", "shop"),  # AIG502
}
