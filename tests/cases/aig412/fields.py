from dataclasses import dataclass
from typing import Optional

from django.db import models
from pydantic import BaseModel, Field
from sqlalchemy import Column, Float, Integer, Numeric
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.extensions import db


class Base(DeclarativeBase):
    pass


class Payment(Base):
    id = Column(Integer, primary_key=True)
    amount = Column(Float)  # AIG412
    fee: Mapped[float] = mapped_column()  # AIG412
    refund: Mapped[float] = mapped_column(Numeric(10, 2))
    tax_rate = Column(Float)


class Product(db.Model):
    price = db.Column(db.Float, nullable=False)  # AIG412
    weight = db.Column(db.Float)


class Invoice(models.Model):
    subtotal = models.FloatField()  # AIG412
    total = models.DecimalField(max_digits=10, decimal_places=2)


class OrderOut(BaseModel):
    total: float  # AIG412
    discount_percent: float
    price_usd: Optional[float] = Field(None, ge=0)  # AIG412
    estimated_price: float


@dataclass
class LineItem:
    unit_price: float  # AIG412
    quantity: int


# A count and a distance have no currency.
class PaymentCountStats(BaseModel):
    total: float = 0


class ScrollAction(BaseModel):
    scroll_amount: float = 2.0


class TokenUsage(BaseModel):
    cost: float
    price: float


class Ingredient(BaseModel):
    amount: float
