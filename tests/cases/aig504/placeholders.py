import os

SECRET_KEY = "change-me-in-production"  # AIG504
API_KEY = "your-api-key-here"  # AIG504
CONFIG = {"password": "<your password>"}  # AIG504
TOKEN = "insert-your-token-here"  # AIG504
JWT_SECRET = "REPLACE_ME"  # AIG504


def connect(api_key: str = "your-api-key"):  # AIG504
    return Client(api_key=api_key, secret="xxxxxxxx")  # AIG504


class Client:
    def __init__(self, api_key, secret):
        self.token = "YOUR_TOKEN"  # AIG504
        self.image_token = "<IMAGE_TOKEN>"
        self.end_token = "<|endoftext|>"
        self.local = Client(api_key="not-needed", secret=os.environ["SECRET"])
        self.vllm = Client(api_key="vllm-placeholder", secret=os.environ["SECRET"])


FALLBACK = os.getenv("API_KEY", "your-api-key")  # AIG502
CHANGE_ME_SECRET_KEY = "CHANGE_ME_TO_A_RANDOM_SECRET"
MISSING_API_KEY = "<missing-x-api-key>"
REDACTED_TOKEN = "<redacted token>"
HELP = {"api_key": {"example": "your-api-key"}, "help": {"token": "your-token"}}
DB_PASSWORD = "change-this-now"
ALLOWED_SECRET = "change-me"  # pragma: allowlist secret


def check():
    if DB_PASSWORD == "change-this-now":
        raise RuntimeError("set DB_PASSWORD")


if __name__ == "__main__":
    connect(api_key="your-api-key-here")
shown = dict(arguments)
shown["password"] = "xxxxxxx"
os.environ["OPENAI_API_KEY"] = "your-api-key"  # AIG504
auth_token = "YOUR_AUTH_TOKEN" if settings.auth_token else "NOT_SET"
stored_password = row.get("password", "XXXXXXX")


class Scope(Enum):
    set_password = "set_password"


print(address.set(password="xxxxxx"), parts._replace(password="xxxx"))
shown_password = login.password if login else "<password>"
local_key = LocalServer(api_key=login.api_key or SecretStr("sk-xxxxxx"))
print(f"client = Client({login.api_key or 'your-api-key'})")
sender_password = "your_email_password"  # AIG504
