"""Credentials are found in every kind of file, and what only looks like one is not."""

import ast
import random
import time
from pathlib import Path

import pytest
from marked import filled, reports

from aiguard_flake8.secrets import formats, scan, shapes
from aiguard_flake8.secrets.formats import BY_TYPE
from aiguard_flake8.secrets.scan import find_in_text
from aiguard_flake8.tree import Tree

SOURCE = random.Random(7)
KEY = formats.example(BY_TYPE["OpenAI API key"], SOURCE)
AWS_ID = shapes.example("AKIA{B:16}", SOURCE)
AWS_SECRET = shapes.example("{b:20}1/{b:18}", SOURCE)
PASSWORD = shapes.example("{A:6}7k{A:6}", SOURCE)
UUID = shapes.example("{uuid}", SOURCE)
BODY = shapes.example("MII{b:61}", SOURCE)
PRIVATE_KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----"
ONE_LINE_KEY = PRIVATE_KEY.replace("\n", "\\n")

PYTHON = [
    f'client = OpenAI(api_key="{KEY}")',
    f's3 = boto3.client("s3", aws_access_key_id="{AWS_ID}")',
    f's3 = boto3.client("s3", aws_secret_access_key="{AWS_SECRET}")',
    f'engine = create_engine("postgresql://shop:{PASSWORD}@db.internal/shop")',
    f'key = os.getenv("KEY", "{KEY}")',
    f'password = os.environ.get("PASSWORD") or "{PASSWORD}"',
    'password = os.environ.get("PASSWORD") or "letmein"',
    f'x = os.environ["DB_PASSWORD"] if ready else "{PASSWORD}"',
    f'def connect(password="{PASSWORD}"): pass',
    f'def connect(*, password: str = "{PASSWORD}"): pass',
    f'class Settings:\n    db_password: str = Field(default="{PASSWORD}")',
    f'class Settings:\n    secret_key = "{PASSWORD}"',
    f'class Settings:\n    token: SecretStr = SecretStr("{PASSWORD}")',
    f'headers = {{"Authorization": f"Bearer {PASSWORD}{PASSWORD}"}}',
    f'headers = {{"Authorization": "Bearer {PASSWORD}{PASSWORD}"}}',
    f'headers["X-API-Key"] = "{PASSWORD}"',
    f'key = "{KEY[:12]}" + "{KEY[12:]}"',
    f'key = (\n    "{KEY[:12]}"\n    "{KEY[12:]}"\n)',
    f'key = f"{KEY}"',
    f'config = {{"password": "{PASSWORD}"}}',
    f'app.config["SECRET_KEY"] = "{PASSWORD}"',
    f'setattr(settings, "db_password", "{PASSWORD}")',
    f'password = b"{PASSWORD}"',
    f'password = "{PASSWORD}".encode()',
    f'requests.get(url, auth=("shop", "{PASSWORD}"))',
    f'os.system("curl -u shop:{PASSWORD} https://api.shop.io")',
    f"query = \"CREATE USER shop IDENTIFIED BY '{PASSWORD}'\"",
    f'run(["curl", "-u", "shop:{PASSWORD}", "https://api.shop.io"])',
    f'psycopg2.connect("host=db user=shop password={PASSWORD} dbname=shop")',
    f'pyodbc.connect("DRIVER={{ODBC Driver 17}};SERVER=db;UID=shop;PWD={PASSWORD}")',
    f'requests.get(url, auth=HTTPBasicAuth("shop", "{PASSWORD}"))',
    f'server.login("bot@shop.io", "{PASSWORD}")',
    'jwt.encode(payload, "secret", algorithm="HS256")',
    f'pinecone.init(api_key="{UUID}")',
    'key = os.getenv("NEO4J_PASSWORD", "neo4j")',
    'class Settings(BaseSettings):\n    smtp_password: str = "password"',
    'DEFAULT_ADMIN_PASSWORD = "admin"',
    'user.set_password("welcome1")',
    f'key = """{PRIVATE_KEY}"""',
    f'key = "{ONE_LINE_KEY}"',
    f'HEROKU_API_KEY = "{UUID}"',
    f'client = heroku.Client("{UUID}")',
    f"# {KEY}",
    f'"""Call it with {KEY}."""',
    f'def pay():\n    """Pays.\n\n    With {KEY}.\n    """',
    'DB_PASSWORD = "admin123"',
    'connect(host="db", user="postgres", password="winter2024")',
    'connect(host="db.shop.io", user="postgres", password="postgres")',
]
OTHERS = [
    ("app/core/security.py", f'SECRET_KEY = "{PASSWORD}"'),
    ("docker-compose.yml", "  DB_PASSWORD: ${DB_PASSWORD:-winter2024}"),
    ("web.config", f'<add key="DbPassword" value="{PASSWORD}" />'),
    ("run.sh", f"sshpass -p {PASSWORD} ssh shop@db"),
    ("run.sh", f"docker login -u shop -p {PASSWORD} registry.shop.io"),
    ("run.sh", f"mysql -u root -p{PASSWORD} shop"),
    ("appsettings.json", f'"Default": "Server=db;User Id=shop;Password={PASSWORD};"'),
    (".env", f"OPENAI_API_KEY={KEY}"),
    (".env", f"export DB_PASSWORD='{PASSWORD}'"),
    (".env", "DB_PASSWORD=postgres"),
    (".env", f"HEROKU_API_KEY={UUID}"),
    (".env", f"AWS_SECRET_ACCESS_KEY={AWS_SECRET}"),
    ("config.yaml", f"db:\n  password: {PASSWORD}"),
    ("config.yaml", f'openai_api_key: "{KEY}"'),
    ("config.yaml", f"headers:\n  Authorization: Bearer {PASSWORD}{PASSWORD}"),
    ("deploy/pod.yaml", f"- name: DB_PASSWORD\n  value: {PASSWORD}"),
    ("deploy/pod.yaml", f"  # {KEY}"),
    ("docker-compose.yml", "    POSTGRES_PASSWORD: postgres"),
    ("docker-compose.yml", f"      - MYSQL_ROOT_PASSWORD={PASSWORD}"),
    ("docker-compose.yml", f"  TOKEN: ${{TOKEN:-{PASSWORD}{PASSWORD}}}"),
    ("docker-compose.yml", f"  URL: postgresql://shop:{PASSWORD}@db:5432/shop"),
    ("config.toml", f'[db]\npassword = "{PASSWORD}"'),
    ("config.json", f'{{"db": {{"password": "{PASSWORD}"}}}}'),
    ("config.json", f'{{"private_key": "{ONE_LINE_KEY}"}}'),
    ("app.ini", f"[db]\npassword = {PASSWORD}"),
    ("deploy.sh", f"export API_TOKEN={PASSWORD}{PASSWORD}"),
    ("deploy.sh", f"curl -u shop:{PASSWORD} https://api.shop.io"),
    ("deploy.sh", f'curl -H "Authorization: Bearer {KEY}" https://api.shop.io'),
    ("deploy.sh", f"backup --api-key {PASSWORD}9a --now"),
    ("deploy.sh", f"cat <<END\n{PRIVATE_KEY}\nEND"),
    ("Dockerfile", f"ENV DB_PASSWORD={PASSWORD}"),
    ("Dockerfile", f"ENV API_TOKEN {PASSWORD}{PASSWORD}"),
    ("Dockerfile", f"ARG GITHUB_TOKEN={formats.example(BY_TYPE['GitHub token'], SOURCE)}"),
    ("init.sql", f"CREATE USER shop IDENTIFIED BY '{PASSWORD}';"),
    ("pom.xml", f"<password>{PASSWORD}</password>"),
    ("app.js", f'const client = new Client({{ apiKey: "{KEY}" }});'),
    ("app.ts", f"const password = '{PASSWORD}';"),
    ("README.md", f"Set `OPENAI_API_KEY={KEY}` first."),
    ("notebook.ipynb", f'    "client = OpenAI(api_key=\\"{KEY}\\")\\n",'),
    ("broken.py", f'def f(:\n    password = "{PASSWORD}"'),
]
NONE = [
    ("docker-compose.yml", "  DB_PASSWORD: ${DB_PASSWORD:?it is not set}"),
    ("deploy/app.yaml", "existingSecret: shop-db-2"),
    ("run.sh", "docker login -u shop --password-stdin"),
    ("run.sh", "docker run --name mysql -p 3306:3306 mysql --protocol=tcp"),
    ("shop/db.py", "connect(host=HOST, user=USER, password=PASSWORD_1)"),
    ("shop/db.py", 'dsn = f"host={host} user={user} password={password}"'),
    ("shop/sort.py", 'allowed_keys = ["name", "secret_type"]\nkey in allowed_keys'),
    ("shop/service.py", 'api_key = "your-api-key-here"'),
    ("shop/service.py", 'token = "<token>"'),
    ("shop/service.py", 'api_key = "xxxxxxxxxxxxxxxxxxxx"'),
    ("shop/service.py", 'key = "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"'),
    ("shop/service.py", 'key_id = "AKIAIOSFODNN7EXAMPLE"'),
    ("shop/service.py", 'client = OpenAI(api_key="not-needed")'),
    ("shop/service.py", 'password = os.environ["PASSWORD"]'),
    ("shop/service.py", 'password = config["db"]["password"]'),
    ("shop/service.py", 'url = f"postgresql://{user}:{password}@{host}/shop"'),
    ("shop/service.py", 'url = "postgresql://user:password@localhost/shop"'),
    ("shop/service.py", 'url = "postgresql://postgres:postgres@localhost:5432/shop"'),
    ("shop/service.py", f'etag = "{shapes.example("{h:32}", SOURCE)}"'),
    ("shop/service.py", f'sha256 = "{shapes.example("{h:64}", SOURCE)}"'),
    ("shop/service.py", f'order_id = "{UUID}"'),
    ("shop/service.py", f'api_key = "{UUID}"'),
    ("shop/service.py", f'password_hash = "$2b$12${shapes.example("{A:53}", SOURCE)}"'),
    ("shop/service.py", "class Grant(Enum):\n    PASSWORD = 'password'\n    TOKEN = 'token'"),
    ("shop/service.py", 'CONF_API_KEY = "api_key"'),
    ("shop/service.py", 'API_KEY = "OPENAI_API_KEY"'),
    ("shop/service.py", 'SECRET_FILE = "/run/secrets/jwt"'),
    ("shop/service.py", 'password = "Enter your password"'),
    ("shop/service.py", 'if password == "admin123": raise Weak'),
    ("shop/service.py", 'kind: Literal["password", "secret"] = "password"'),
    ("shop/service.py", 'password = getpass.getpass("Password: ")'),
    ("shop/service.py", 'field = Input(type="password", name="token")'),
    ("shop/service.py", 'text = "-----BEGIN PRIVATE KEY-----"'),
    ("shop/service.py", f'public = "-----BEGIN PUBLIC KEY-----\\n{BODY}"'),
    ("shop/service.py", f'image = "data:image/png;base64,{shapes.example("{b:4000}", SOURCE)}"'),
    ("migrations/0001_start.py", f'revision = "{shapes.example("{h:12}", SOURCE)}"'),
    ("tests/test_login.py", 'password = "admin123"'),
    ("tests/conftest.py", f'API_TOKEN = "{PASSWORD}{PASSWORD}"'),
    (".env.example", f"DB_PASSWORD={PASSWORD}"),
    (".env", "OPENAI_API_KEY="),
    (".env", "OPENAI_API_KEY=${OPENAI_API_KEY}"),
    (".env", "SECRET_KEY=changeme"),
    ("config.yaml", "password: ${DB_PASSWORD}"),
    ("config.yaml", "password: {{ db_password }}"),
    ("config.yaml", "passwordPolicy: strict"),
    ("config.yaml", "kind: Secret\nmetadata:\n  name: shop-token"),
    ("package-lock.json", f'"integrity": "sha512-{shapes.example("{b:86}", SOURCE)}=="'),
    ("poetry.lock", f'{{hash = "sha256:{shapes.example("{h:64}", SOURCE)}"}}'),
    ("uv.lock", f'token = "{PASSWORD}{PASSWORD}"'),
    ("static/app.min.js", f'var a={{password:"{PASSWORD}"}}'),
    ("app.ts", "const token: string = request.headers.token;"),
    ("app.js", "password: 'Passwort',"),
    ("docs/setup.md", "Set `password = hunter2` in the file."),
    ("id_rsa.pub", f"ssh-rsa AAAAB3NzaC1yc2E{shapes.example('{b:300}', SOURCE)} shop"),
    ("app/a.py", 'key = os.getenv("OPENAI_API_KEY", "sk-...")'),
    ("app/a.py", 'key = os.getenv("OPENAI_API_KEY") or "AKIAIOSFODNN7EXAMPLE"'),
    ("app/a.py", 'key = os.getenv("SECRET_KEY", "!secret")'),
]


@pytest.mark.parametrize("code", PYTHON)
def test_found_in_python(code):
    found = list(find_in_text(code + "\n", "shop/service.py"))
    assert found
    assert all(1 <= each.line <= code.count("\n") + 1 for each in found)


@pytest.mark.parametrize(("path", "text"), OTHERS)
def test_found_in_other_files(path, text):
    assert list(find_in_text(text + "\n", path))


@pytest.mark.parametrize(("path", "text"), NONE)
def test_not_taken_for_a_credential(path, text):
    assert list(find_in_text(text + "\n", path)) == []


def test_a_known_format_is_found_in_tests_and_examples():
    for path in ("tests/test_pay.py", "examples/pay.py", "docs/pay.md", ".env.example"):
        (found,) = find_in_text(f"KEY='{KEY}'\n", path)
        assert (found.type, found.tier) == ("OpenAI API key", "known")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/service.py", 'key = "{key}"  # pragma: allowlist secret'),
        ("shop/service.py", "# pragma: allowlist nextline secret\nkey = '{key}'"),
        (
            "shop/service.py",
            '# pragma: whitelist secret {key}\nx = "{key}"  # pragma: allowlist-secret',
        ),
        ("shop/service.py", 'password = "hunter22"  # pragma: allowlist secret'),
        ("shop/service.py", 'key = """\n{key}\n"""  # pragma: allowlist secret'),
        ("app.js", 'const key = "{key}"; // pragma: allowlist secret'),
        ("page.html", "<p>{key}</p> <!-- pragma: allowlist secret -->"),
        ("config.yaml", "password: {key} # pragma: allowlist secret"),
    ],
)
def test_the_comments_of_detect_secrets_allow(path, text):
    found = list(find_in_text(text.replace("{key}", KEY) + "\n", path))
    expected = 1 if "whitelist" in text or '"""' in text else 0
    assert len(found) <= expected


def test_a_value_is_in_no_representation():
    found = list(find_in_text(f'key = "{KEY}"\npassword = "{PASSWORD}"\n', "shop/service.py"))
    assert len(found) == 2
    for secret in found:
        assert secret.value not in f"{secret} {secret!r} {secret.format}"


def test_editor_and_hook_read_python_alike():
    text = "\n".join(PYTHON)
    tree = Tree(ast.parse(text))
    of_tree = list(scan.find_in_tree(tree, text.split("\n"), "shop/service.py"))
    assert of_tree == list(find_in_text(text, "shop/service.py"))
    assert len(of_tree) > 30


CASES = Path(__file__).parent / "cases"
SECRETS = ("AIG502", "AIG503", "AIG516", "AIG523")
# What flake8 alone reports: placeholders, which are nobody's, and a constant with another name.
_EDITOR_S = ('= "change-me"', '"placeholder")', "DEFAULT)")


@pytest.mark.parametrize("rule", ["aig502", "aig503", "aig516", "aig523"])
def test_hook_and_flake8_find_the_same_in_python(rule):
    for path in (CASES / rule).glob("*.py"):
        text = filled(path.read_text(encoding="utf-8"))
        if text.startswith("# file:"):
            continue
        lines = text.splitlines()
        of_flake8 = {line for line, code in reports(text, " ".join(SECRETS)) if code in SECRETS}
        of_hook = {each.line for each in find_in_text(text, "shop/service.py")}
        assert of_hook <= of_flake8, [lines[n - 1] for n in of_hook - of_flake8]
        alone = [lines[n - 1] for n in of_flake8 - of_hook]
        assert all(any(each in line for each in _EDITOR_S) for line in alone), alone


@pytest.mark.parametrize(
    "line",
    [
        "password" + " " * 100_000 + "= x",
        "password = " * 10_000,
        'password="' * 10_000,
        'password="' + "\\" * 100_000,
        "-----BEGIN PRIVATE KEY-----" * 4_000,
        "postgresql://a:" * 7_000,
        ("eyJ" + "a" * 20 + ".") * 4_000,
        '{"token":"a1b2c3d4e5f6"},' * 4_000,
        "curl " * 20_000 + "-u x",
        f'"{KEY}",' * 1_500,
    ],
)
@pytest.mark.parametrize("path", ["shop/data.json", "shop/data.py"])
def test_a_long_line_takes_linear_time(line, path):
    def seconds(text):
        started = time.process_time()
        list(find_in_text(text, path))
        return time.process_time() - started

    short, long = seconds(line[: len(line) // 4]), seconds(line)
    assert long < max(12 * short, 0.5), f"{short:.3f} s for a quarter, {long:.3f} s for all"


def test_a_line_is_searched_up_to_a_cap_that_is_announced():
    before = "x" * (scan.LONGEST_LINE - len(KEY) - 1) + " "
    assert list(find_in_text(before + KEY, "data.txt"))
    assert scan.beyond_cap([before + KEY]) == []
    assert list(find_in_text(before + " " + KEY, "data.txt")) == []
    assert scan.beyond_cap(["short", before + " " + KEY]) == [2]


def test_what_python_says_of_escapes_is_nobody_s_business_here():
    (found,) = find_in_text(f'pattern = "\\d"\nkey = "{KEY}"\n', "shop/service.py")
    assert found.line == 2
