"""What a module says of stored data: rows that functions return, relations that models declare.

A part of the module's summary, and like it a function of the module's bytes alone: classes and
functions are written down as the paths that name them there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

ANYTHING = "*"  # in `Rows.eager`: nobody can say what is loaded


class Rows(NamedTuple):
    """The rows that an expression gives."""

    entity: str  # path of the model's class; empty where that is not known
    label: str  # how a message names what is asked: `Order`, `db.orders`
    loaded: bool  # they are in memory, no query that is still to be asked
    narrowed: bool  # a condition says which
    bounded: bool  # a limit, a page, one row
    eager: tuple[str, ...]  # relations that come with them
    through: str  # path of the function of the project whose rows they are; else empty


class Relation(NamedTuple):
    """An attribute of a model that stands for rows of another one."""

    target: str  # path of the other model; empty where it is not known
    lazy: bool  # loaded when it is first read
    managed: bool  # a manager that must be asked: `book.tags.all()`
    back: str  # the attribute that the other model gets by it; empty without one
    managed_back: bool  # that one is a manager
    django: bool  # of Django's, which loads by its own words


class Stored(NamedTuple):
    """One module."""

    rows: dict[str, Rows]  # by the path of the function that returns them
    relations: dict[str, dict[str, Relation]]  # by the path of the class, then by attribute
    reads: dict[str, tuple[str, ...]]  # by function: "order.customer", what parameters are asked
    loads: dict[str, str]  # by function: the call that loads a file, always the same one
    executes: dict[str, tuple[str, ...]]  # by function: parameters that it executes as SQL
    builds: dict[str, str]  # by function: the value that it puts into the SQL that it returns


NOTHING = Stored({}, {}, {}, {}, {}, {})


def encode(stored: Stored) -> list[Any]:
    """As JSON takes it."""
    return [
        stored.rows,
        {path: list(each.items()) for path, each in stored.relations.items()},
        stored.reads,
        stored.loads,
        stored.executes,
        stored.builds,
    ]


def decode(data: list[Any]) -> Stored:
    """What `encode` wrote. Raises TypeError or ValueError on anything else."""
    rows, relations, reads, loads, executes, builds = data
    return Stored(
        {path: _rows(each) for path, each in rows.items()},
        {path: {n: Relation(*r) for n, r in each} for path, each in relations.items()},
        {path: tuple(each) for path, each in reads.items()},
        loads,
        {path: tuple(each) for path, each in executes.items()},
        builds,
    )


def _rows(data: list[Any]) -> Rows:
    rows = Rows(*data)
    return rows._replace(eager=tuple(rows.eager))
