from typing import Union

from pydantic import BaseModel


class ApiTestCase(BaseModel):
    order: int
    evaluation_cost: Union[float, None]
    cost: float


class TradeSchema(BaseModel):
    amount: float


class Shipment(BaseModel):
    currency: str
    cost: float  # AIG412


class Quote(BaseModel):
    symbol: str
    open_price: float
    close_price: float
    list_price: float  # AIG412


class InstanceType(BaseModel):
    name: str
    price: float


class Participant(BaseModel):
    payment: str
    time_credit: float
