import httpx
import jwt
from fastapi import FastAPI

app = FastAPI()
clients = {}


def verified(client: jwt.PyJWKClient, token):
    return jwt.decode(token, client.get_signing_key_from_jwt(token), algorithms=["RS256"])


@app.get("/me")
async def me(token: str):
    return verified(clients["login"], token)


@app.get("/keys")
async def keys(client: jwt.PyJWKClient):
    return client.fetch_data()  # AIG601


def text_of(response: httpx.Response):
    return response.read().decode()


@app.get("/page")
async def page(client: httpx.AsyncClient):
    response = await client.get("https://press.example.com", timeout=5)
    response.raise_for_status()
    return text_of(response)
