import subprocess

from fastapi import FastAPI

app = FastAPI()


def revision():
    return subprocess.run(["git", "rev-parse", "HEAD"], check=True, timeout=5)


def described():
    return revision()


@app.get("/revision")
async def show():
    return revision()  # AIG601


@app.get("/described")
async def show_described():
    return described()


async def build():
    return revision()
