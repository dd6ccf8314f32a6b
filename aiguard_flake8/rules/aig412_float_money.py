"""Money kept in binary floating point.

## Why it hurts

A float cannot hold most amounts: 0.1 + 0.2 is 0.30000000000000004, and 1.15 * 100 is
114.99999999999999. The errors add up over the lines of an invoice, so totals differ by a cent from
what the payment provider charged, comparisons with the balance fail, and the books do not close.
Once the column is a float in the database, the exact amounts are gone.

## Bad

```python
from pydantic import BaseModel
from sqlalchemy import Column, Float, Integer
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    total_amount = Column(Float, nullable=False)  # AIG412


class OrderIn(BaseModel):
    product: str
    unit_price: float  # AIG412
```

## Good

```python
from decimal import Decimal

from pydantic import BaseModel
from sqlalchemy import Column, Integer, Numeric
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    total_amount = Column(Numeric(12, 2), nullable=False)


class OrderIn(BaseModel):
    product: str
    unit_price: Decimal
    tax_rate: float
```

## When it stays silent

- The field is a rate, ratio, percentage, score, weight, count or estimate, or belongs to a
  forecast or to market data.
- The price or cost of tokens, models, requests or computing: an estimate and no account.
- Words that mean money only in company (`amount`, `total`, `cost`, `tax`, `discount`), where no
  other field of the class and no word of its name speaks of money.
- Prices that the market quotes (`open_price`, `mark_price`).
- In tests, migrations and simulations.

## References

- <https://docs.python.org/3/tutorial/floatingpoint.html>
- <https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Numeric>
- <https://docs.djangoproject.com/en/stable/ref/models/fields/#decimalfield>
"""

import ast

from aiguard_flake8.facts import money
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports


def check(_: ast.Module, file: File) -> Reports:
    """Report the float fields of models whose name says money."""
    if file.is_test or file.roles.module_kind == "migration":
        return
    for field in file.fields:
        if money.speaks_of_money(field) and field.is_float and not money.is_simulated(file):
            yield (
                field.statement,
                f"{field.owner.name}.{field.name} holds money in a float, which cannot hold cents"
                " exactly; declare it as a decimal (Decimal, NUMERIC) or as integer cents",
            )
