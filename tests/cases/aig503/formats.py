"""Call it with {{OpenAI API key}} for now."""  # AIG503

import boto3
import requests
from openai import OpenAI

client = OpenAI(api_key="{{OpenAI API key}}")  # AIG503
storage = boto3.client(
    "s3",
    aws_access_key_id="{{AWS access key ID}}",  # AIG503
    aws_secret_access_key="{{AWS secret access key}}",  # AIG503
)
DATABASE = "{{Password in a URL}}"  # AIG503
HEROKU_API_KEY = "{{Heroku legacy API key}}"  # AIG503
ORDER_ID = "{{Heroku legacy API key}}"
# {{GitHub token}} # AIG503
HEADERS = {"Authorization": f"Bearer {{GitHub token}}"}  # AIG503
JOINED = "{{Slack token}}" + ""  # AIG503
ALLOWED = "{{Slack token}}"  # pragma: allowlist secret
# pragma: allowlist nextline secret
NEXT = "{{Slack token}}"

EXAMPLE = "AKIAIOSFODNN7EXAMPLE"
PLACEHOLDER = OpenAI(api_key="sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
LOCAL = "postgresql://postgres:postgres@localhost:5432/shop"
FILLED = "postgresql://{user}:{password}@{host}/shop"
SAMPLE = "mysql+pymysql://scott:tiger@localhost/test"
MODEL = "models://scope:prefix@databricks/name"
SLUG = "https://www.news.no/golf/ligger-pa-andreplass-sa-skjer-dette-drama-i-siste-runde"
SQL = "the column identified by 'name' is missing"


def pay(session: requests.Session):
    """Pays.

    With `create_engine("postgresql://scott:hunter@db/shop")`, and with
    {{Stripe secret key}} # AIG503
    """  # the line above holds it
    return session
pinecone.init(api_key="{{Pinecone legacy API key}}")  # AIG503
orders.fetch(api_key=None, order="{{Pinecone legacy API key}}")
CHECK = re.compile("https://x-token-auth:[^@]+@bitbucket.io/.+")
RESPONSES = {200: {"content": {"example": {"access_token": "{{JSON Web Token}}"}}}}
RUN = ["curl", "-u", "shop:k9Jw2mPq7xLz", "https://shop.io"]  # AIG503
ODBC = "DRIVER={ODBC Driver 17};SERVER=db;UID=shop;PWD=k9Jw2mPq7xLz"  # AIG503
DSN = "host=db user=shop password=k9Jw2mPq7xLz dbname=shop"  # AIG503
CALL = driver.connect(host=HOST, user=USER, password=PASSWORD_1)
EVERYBODY_S = "host=db user=postgres password=postgres"


def post():
    """Creates an order.

    .. sourcecode:: http

        POST /orders HTTP/1.1
        Authorization: Token gAOFi2wQPzUJFIfDkscAKjbJfXELCz0r44m57Ur2
    """
    user, password = settings.LOGIN
    """
    curl -v -u admin:geoserver -XGET \
        "https://shop.io/orders"
    """
    return requests.get(ORDERS, auth=(user, password), timeout=3)


USAGE = """
To use a remote database instead, use something like:

  --db='mysql://shop:shoppasswd@dbhost/shop'
"""
HEADER = {"Authorization": "Token gAOFi2wQPzUJFIfDkscAKjbJfXELCz0r44m57Ur2"}  # AIG503
LOGIN = "sign in with 'docker login loginServer -u %s -p refreshToken'"
SETTINGS = "--settings sql='Server=myServer;Database=myDB;Uid=myUser;Pwd=myPwd;'"
