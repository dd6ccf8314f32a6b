"""What summaries say of stored data: rows that functions return, relations that models declare.

Functions of a module's bytes alone: classes and functions are written down as the paths that name
them there.
"""

from __future__ import annotations

from typing import NamedTuple

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
