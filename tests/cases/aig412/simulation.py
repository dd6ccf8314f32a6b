# file: shop/simulation/revenue.py
from pydantic import BaseModel


class Day(BaseModel):
    revenue: float
