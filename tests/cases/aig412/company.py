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
