# file: app/reports.py
import datetime
import enum
import re
from typing import Literal

from flask import Flask, request
from starlette.requests import Request

app = Flask(__name__)
STATES = ("open", "closed")


class Kind(enum.Enum):
    BOOK = "book"
    PEN = "pen"


def converted_or_refused(cursor, request: Request):
    most = request.query_params.get("most")
    if most is not None:
        try:
            most = int(most)
        except ValueError:
            return None
    else:
        most = "ALL"
    return cursor.execute(f"SELECT id FROM orders LIMIT {most}")


def one_of_the_known(cursor, state):
    if state not in STATES:
        raise ValueError(state)
    cursor.execute(f"SELECT id FROM orders WHERE state = '{state}'")


def while_it_is_known(cursor, state):
    if state in STATES:
        cursor.execute(f"SELECT id FROM orders WHERE state = '{state}'")


def of_a_form(cursor, name):
    if not re.fullmatch(r"\w+", name):
        return
    cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")


def of_digits(cursor, number):
    if not number.isdigit():
        raise ValueError(number)
    cursor.execute(f"SELECT id FROM shops WHERE number = '{number}'")


def judged(cursor, name):
    validate_name(name)
    cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")


def judged_and_given_back(cursor, names):
    keys = [f"'{valid_key(name)}'" for name in names]
    cursor.execute(f"SELECT id FROM shops WHERE name IN ({', '.join(keys)})")


def looked_for_elsewhere(cursor, name):
    if name:
        cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")  # AIG506


def known_to_others(cursor, name):
    if name in STATES:
        cursor.execute("SELECT id FROM shops WHERE name = 'open'")
    cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")  # AIG506


def accepted(cursor, name):
    cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")  # nosec B608
    cursor.execute(f"SELECT id FROM shops WHERE name = '{name}'")  # noqa: S608
    text = f"""
        SELECT id FROM shops WHERE name = '{name}'
    """  # nosec: a name of our own
    cursor.execute(text)


def accepted_by_nobody(cursor, name):
    text = f"SELECT id FROM shops WHERE name = '{name}'"  # noqa: E501
    cursor.execute(text)  # AIG506


def choices(cursor, kind: Kind, state: Literal["open", "closed"]):
    cursor.execute(f"SELECT id FROM goods WHERE kind = '{kind.value}' AND state = '{state}'")


def by_default(cursor, shop=0, until=datetime.datetime.now()):
    cursor.execute(f"SELECT id FROM orders WHERE shop = {shop} AND day < '{until}'")


def of_a_row(cursor, shop, day):
    cursor.execute(f"SELECT id FROM orders WHERE shop = '{shop.id}'")
    cursor.execute(f"SELECT id FROM orders WHERE month(day) = {day.month} AND year(day) = {day.year}")


def numbers_by_their_place(cursor, most, start, days):
    cursor.execute(f"SELECT id FROM orders LIMIT {start}, {most}")
    cursor.execute("SELECT id FROM orders WHERE rownum < %s" % most)
    cursor.execute(f"SELECT TOP {most} id FROM orders")
    cursor.execute(f"SELECT id FROM orders WHERE day > now() - INTERVAL {days} DAY")


def numbers_by_their_name(cursor, max_age, page_size):
    cursor.execute(f"SELECT id FROM orders WHERE age < {max_age} AND size >= {page_size}")


@app.get("/orders")
def number_of_a_request(cursor):
    most = request.args.get("most", 10)
    return cursor.execute(f"SELECT id FROM orders LIMIT {most}")  # AIG506


@app.get("/orders/few")
def number_that_a_request_gives(cursor):
    most = request.args.get("most", 10, type=int)
    return cursor.execute(f"SELECT id FROM orders LIMIT {most}")


def a_text_where_a_number_is(cursor, most: str):
    cursor.execute(f"SELECT id FROM orders LIMIT {most}")  # AIG506


def a_key_behind_a_comparison(cursor, shop):
    cursor.execute("SELECT id FROM orders WHERE shop = {0}".format(shop))  # AIG506


class Writer:
    mark = "?"

    def write(self, cursor, columns, rows):
        marks = ",".join([self.mark for _ in columns])
        cursor.executemany(f"INSERT INTO orders VALUES ({marks})", rows)
        cursor.executemany(
            "INSERT INTO orders VALUES ({values})".format(
                values=",".join(self.mark for _ in columns)
            ),
            rows,
        )


def filled_by_name(cursor, shop, more=None):
    extra = ""
    if more:
        extra = "AND age > {most}".format(most=more)
    cursor.execute(
        """
        SELECT id FROM orders WHERE state = 'open' {extra} AND shop = '{key}'
        """.format(key=shop.pk, extra=extra)
    )


def filled_by_name_with_a_text(cursor, shop, extra):
    cursor.execute(  # AIG506
        "SELECT id FROM orders WHERE {extra} name = '{name}'".format(name=shop.name, extra=extra)
    )


def of_the_catalogue(cursor, store):
    cursor.execute(f"SELECT name FROM information_schema.tables WHERE table_schema = {store}")
    cursor.execute(f'SELECT name FROM information_schema.tables WHERE table_schema = "{store}"')


def named_for_a_table(cursor, upgrade):
    cursor.execute("SELECT name FROM sqlite_master WHERE name=%r" % upgrade.version_table)


def marks_bound_twice(cursor, states, others):
    values = {}
    sql = "SELECT id FROM orders WHERE state IN ("
    for state in states:
        key = ":{0}".format(state)
        sql += "{0},".format(key)
        values[key] = state
    sql += ")"
    for other in others:
        key = "{0}-{1}".format(other.name, other.pk)
        show(key)
    cursor.execute(sql, values)
