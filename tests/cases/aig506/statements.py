# file: app/queries.py
import uuid

from sqlalchemy import text

TABLE = "orders"
OPEN = "open"


def quoted(cursor, name):
    cursor.execute(f"SELECT id FROM customers WHERE name = '{name}'")  # AIG506


def percent(cursor, name):
    cursor.execute("SELECT id FROM customers WHERE name = '%s'" % name)  # AIG506


def formatted(cursor, name):
    cursor.execute("DELETE FROM customers WHERE name = '{}'".format(name))  # AIG506


def added(cursor, name):
    cursor.execute("SELECT id FROM customers WHERE name = '" + name + "'")  # AIG506


def through_a_variable(connection, name):
    query = "SELECT id FROM customers "
    query += f"WHERE name LIKE '%{name}%'"
    return connection.execute(query).fetchall()  # AIG506


def through_a_text(session, name):
    return session.execute(text(f"SELECT id FROM customers WHERE name = '{name}'"))  # AIG506


def in_a_list(cursor, names):
    joined = ", ".join(f"'{name}'" for name in names)
    cursor.execute(f"SELECT id FROM customers WHERE name IN ({joined})")  # AIG506


async def values(pool, name, mail):
    await pool.execute(f"INSERT INTO customers (name, mail) VALUES ('{name}', '{mail}')")  # AIG506


def run(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()


def executed_there(cursor, name):
    return run(cursor, f"SELECT id FROM customers WHERE name = '{name}'")  # AIG506


def query_for(name):
    return f"SELECT id FROM customers WHERE name = '{name}'"


def built_there(cursor, name):
    cursor.execute(query_for(name))  # AIG506
    return cursor.fetchall()


def parameters(cursor, name):
    cursor.execute("SELECT id FROM customers WHERE name = %s", (name,))


def named_parameters(session, name):
    session.execute(text("SELECT id FROM customers WHERE name = :name"), {"name": name})


def constants(cursor):
    cursor.execute(f"SELECT id FROM {TABLE} WHERE state = '{OPEN}'")


def identifiers(cursor, table, column):
    cursor.execute(f"SELECT {column} FROM {table} ORDER BY {column}")


def numbers(cursor, limit: int, offset):
    cursor.execute(f"SELECT id FROM orders LIMIT {limit} OFFSET {int(offset)}")


def keys(cursor, ident: uuid.UUID, day):
    cursor.execute(f"SELECT id FROM orders WHERE id = '{ident}' AND day > {day:d}")


def placeholders(cursor, idents):
    marks = ",".join("?" * len(idents))
    cursor.execute(f"SELECT id FROM orders WHERE id IN ({marks})", idents)
    cursor.execute(f"SELECT id FROM orders WHERE id IN ({','.join(['%s'] * len(idents))})", idents)


def numbered(cursor, name, number):
    cursor.execute(f"SELECT id FROM orders WHERE name = ${number}", name)


def clauses(cursor, conditions, given):
    cursor.execute(f"SELECT id FROM orders WHERE {' AND '.join(conditions)}", given)


def escaped(cursor, name):
    cursor.execute(f"SELECT id FROM customers WHERE name = {quote_literal(name)}")


def fixed_choices(cursor):
    for state in ("open", "closed"):
        cursor.execute(f"SELECT count(*) FROM orders WHERE state = '{state}'")


def no_statement(cursor, name):
    cursor.execute(f"SET search_path = '{name}'")


def no_sql(runner, name):
    runner.execute(f"select from menu = {name}")


def behind_a_closed_text(cursor, where):
    cursor.execute(f"SELECT id || '****' AS masked FROM customers WHERE {where}")


def drop(cursor, table):
    cursor.execute(f"SELECT name FROM pg_constraint WHERE owner = '{table}'")


def exists(name):
    return f"SELECT 1 FROM pg_tables WHERE tablename = '{name}'"


def with_a_literal(cursor):
    cursor.execute(exists("orders"))


def by_the_database(db, ident):
    db.execute(f"DELETE FROM audit WHERE day < {db.now_sql} AND id = :id", {"id": ident})
    db.execute(f"UPDATE audit SET day = {db.placeholder_of('day')} WHERE id = :id", {"id": ident})


def of_rows(cursor):
    cursor.execute("SELECT name FROM shops")
    name = cursor.fetchone()[0]
    cursor.execute(f"SELECT count(*) FROM orders WHERE shop = '{name}'")


def of_an_argument(cursor, payload):
    name = payload.name.strip()
    cursor.execute(f"SELECT id FROM customers WHERE name = '{name}'")  # AIG506


def of_numbers(cursor, point: list[float]):
    cursor.execute(f"SELECT id FROM shops WHERE place = '{str(point)}'")


def as_a_number(cursor, order):
    cursor.execute("SELECT id FROM lines WHERE order_id = %d" % order.number)
    cursor.execute("SELECT id FROM %s WHERE order_id = %d" % (TABLE, order.number))


def of_a_model(cursor, model):
    cursor.execute("SELECT rows FROM sizes WHERE name = '%s'" % model._meta.db_table)


def by_names(cursor, order):
    cursor.execute(
        "UPDATE %(table)s SET place = 1 WHERE id = %(id)s" % {"table": order._meta.db_table, "id": order.pk}
    )


def one_of_several(cursor, model, names):
    cursor.execute(  # AIG506
        "DELETE FROM %(table)s WHERE name IN (%(names)s)"
        % {"table": model._meta.db_table, "names": ",".join("'%s'" % name for name in names)}
    )


def of_states(cursor, states, most):
    values = {}
    sql = "SELECT id FROM orders WHERE state IN ("
    for index, state in enumerate(states):
        key = ":state_%s" % index
        values[key] = state
        sql += "%s," % key
    sql = sql[:-1]
    sql += ") AND rownum<=%s" % most
    cursor.execute(sql, values)


def of_named_states(cursor, states):
    sql = "SELECT id FROM orders WHERE state IN ("
    for state in states:
        key = ":state_{}".format(state)
        sql += "{},".format(key)
    sql += ")"
    cursor.execute(sql, {f":state_{state}": state for state in states})


def of_states_as_they_are(cursor, states):
    sql = "SELECT id FROM orders WHERE state IN ("
    for state in states:
        sql += "'{}',".format(state)
    sql = sql[:-1]
    sql += ")"
    cursor.execute(sql)  # AIG506


def some_more(cursor, number, wanted, hours):
    cursor.execute(f"SELECT id FROM orders WHERE id < {number + 1}")
    cursor.execute(f"SELECT id FROM orders LIMIT {min(wanted, 50)}")
    cursor.execute(f"SELECT id FROM orders WHERE day > now() - INTERVAL '{hours} hours'")


def with_a_key_of_many(cursor, states, others):
    for key in others:
        show(key)
    sql = "SELECT id FROM orders WHERE state IN ("
    for state in states:
        key = ":state_{}".format(state)
        sql += "{},".format(key)
    sql += ")"
    cursor.execute(sql, others)


class Page:
    def __init__(self):
        self.most = 50

    def orders(self, cursor, wanted):
        most = None
        if wanted.most:
            most = min(wanted.most, 50)
        if most is None:
            most = self.most
        cursor.execute(f"SELECT id FROM orders LIMIT {most}")

    def orders_as_wanted(self, cursor, wanted):
        most = self.most
        if wanted.most:
            most = wanted.most
        cursor.execute(f"SELECT id FROM orders LIMIT {most}")


def is_there(cursor, store):
    cursor.execute(f"SELECT count(*) FROM pg_database WHERE datname = '{store}'")
    cursor.execute(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{store}'")


def by_keywords(cursor, name, place):
    cursor.execute("SELECT id FROM %(table)s WHERE place = 1" % dict(table=TABLE, name=name))
    cursor.execute("DELETE FROM %(table)s WHERE name = '%(name)s'" % dict(table=TABLE, name=name))  # AIG506
    cursor.execute("DELETE FROM %(table)s WHERE id = %(place)d" % dict(table=TABLE, place=place))
    cursor.execute("DELETE FROM t WHERE id = '%(place)s'" % dict(place=place))  # AIG506
    cursor.execute("DELETE FROM t WHERE kind = '%(kind)s' AND id = %(place)d" % dict(kind=TABLE, place=place))


def by_ids(cursor, order_ids, names):
    listed = ", ".join(str(each) for each in order_ids)
    cursor.execute(f"SELECT id FROM orders WHERE name IN ({names})")  # AIG506
    fetch_by_ids(cursor, listed)


def fetch_by_ids(cursor, entity_id_values: str):
    cursor.execute(f"SELECT id FROM orders WHERE id IN ({entity_id_values})")
    cursor.execute(f"SELECT id FROM orders WHERE id IN ('{entity_id_values}')")  # AIG506


def jobs(cursor, pid, catalog, path_escaped, owner):
    cursor.execute(f"DELETE FROM jobs WHERE pid={pid}")
    cursor.execute(f"SELECT name FROM tables WHERE table_catalog = '{catalog}'")
    cursor.execute(f"SELECT name FROM read('{path_escaped}') WHERE path = '{path_escaped}'")
    cursor.execute(f"DELETE FROM jobs WHERE owner='{owner}'")  # AIG506
