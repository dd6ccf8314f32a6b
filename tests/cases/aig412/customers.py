from pydantic import BaseModel


class UserIn(BaseModel):
    email: str
    balance: float = 0.0  # AIG412


class Robot(BaseModel):
    name: str
    balance: float = 0.0
