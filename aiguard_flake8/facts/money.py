"""Which fields hold money, by the words of their names and of their class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aiguard_flake8.facts.words import words

if TYPE_CHECKING:
    from aiguard_flake8.facts.fields import Field
    from aiguard_flake8.file import File

# Money whatever stands around it.
_MONEY = frozenset(
    "price subtotal fee fees salary revenue refund wage wages fare payout surcharge".split()
)
# Money where the class, or another of its fields, speaks of money.
_IN_COMPANY = frozenset(
    "amount balance payment total cost costs tax taxes vat discount shipping credit debit paid due "
    "deposit commission charge charges tip rent profit income expense expenses earnings debt "
    "amounts".split()
)
_OF_ACCOUNTS = frozenset(  # amounts and balances of these need no company
    "account wallet opening closing outstanding available paid due total net gross order invoice "
    "payment refund tax discount transfer loan bid transaction charge credit debit deposit billed "
    "billing cash shipping base grand".split()
)
_CURRENCIES = frozenset("usd eur gbp cny rmb inr jpy chf brl rub dollars euros".split())
_BESIDE = frozenset(  # as the last word of another field
    "price amount balance subtotal currency salary fee invoice payment".split()
)
_COMPANY = frozenset(  # in the name of the class
    "order orders invoice payment cart checkout purchase sale sales product bill billing booking "
    "wallet transaction expense refund subscription payroll loan donation receipt price balance "
    "subtotal currency salary transfer deposit withdrawal withdraw payout charge account "
    "user customer".split()
)
_OTHERWISE = frozenset(  # beside these words it is no account of money
    "rate ratio percent percentage pct score weight token tokens estimate estimated forecast "
    "predicted prediction expected average avg mean median std min max factor multiplier "
    "probability confidence index count llm model usage gpu cpu compute request requests api "
    "prompt completion inference threshold delta change load loss blur noise noisy "
    "volatility simulated simulation step normalized relative white class color "
    "evaluation time".split()
)
_QUOTED = frozenset(  # prices of the market, which nobody pays as they stand
    "open close high low mark market stock spot entry exit strike bid ask last limit stop "
    "available selected".split()
)
_SIMULATIONS = frozenset("simulation simulations forecasting backtest backtesting".split())
_ESTIMATES = frozenset(  # classes whose money is measured by the market or by a model
    "llm model models token tokens usage prompt completion inference cost costs pricing forecast "
    "prediction estimate simulation metrics stats statistics analytics analysis backtest candle "
    "trade "
    "candlestick ohlc ohlcv ticker kline embedding run trace span benchmark evaluation settings "
    "config instance motion".split()
)


def speaks_of_money(field: Field) -> bool:
    """Whether the name of a field says that it is an amount of money that somebody accounts for."""
    parts = list(words(field.name))
    while len(parts) > 1 and parts[-1] in _CURRENCIES:
        parts.pop()
    if not parts or _OTHERWISE.intersection(parts):
        return False
    if _ESTIMATES.intersection(words(field.owner.name)):
        return False
    if parts[-1] == "price" and _QUOTED.intersection(parts):
        return False
    if parts[-1] in _MONEY:
        return True
    if parts[-1] in {"amount", "balance"} and _OF_ACCOUNTS.intersection(parts[:-1]):
        return True
    return parts[-1] in _IN_COMPANY and _keeps_accounts(field)


def _keeps_accounts(field: Field) -> bool:
    """Whether the class of a field, or a field beside it, speaks of money."""
    if _COMPANY.intersection(words(field.owner.name)):
        return True
    for statement in field.owner.body:  # what stands beside it
        match statement:
            case ast.AnnAssign(target=target) | ast.Assign(targets=[target]):
                pass
            case _:
                continue
        if isinstance(target, ast.Name) and words(target.id)[-1:] != words(field.name)[-1:]:
            if _BESIDE.intersection(words(target.id)[-1:]):
                return True
    return False


def is_simulated(file: File) -> bool:
    """Whether a file, by the folder it is in, predicts or plays through what things will cost."""
    folders = file.place.parts[:-1]
    return bool(_SIMULATIONS.intersection(word for part in folders for word in words(part)))
