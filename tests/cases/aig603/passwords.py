import asyncio
import os

import bcrypt
import pandas as pd
from fastapi import FastAPI
from passlib.context import CryptContext

passwords = CryptContext(schemes=["bcrypt"])
app = FastAPI()


def matches(password, stored):
    return passwords.verify(password, stored)


class Account:
    def set_password(self, password):
        self.stored = bcrypt.hashpw(password.encode(), bcrypt.gensalt())


@app.post("/login")
async def login(password: str, stored: str):
    return matches(password, stored)  # AIG603


@app.post("/register")
async def register(password: str):
    account = Account()
    account.set_password(password)  # AIG603
    return account


@app.post("/login-aside")
async def login_aside(password: str, stored: str):
    return await asyncio.to_thread(matches, password, stored)


@app.post("/login-sync")
def login_sync(password: str, stored: str):
    return matches(password, stored)


@app.post("/merge")
async def merge(left: pd.DataFrame, right: pd.DataFrame):
    return left.merge(right, on="id")  # AIG603


@app.on_event("startup")
async def seed():
    Account().set_password(os.environ["FIRST_PASSWORD"])
