import os

from sqlalchemy import create_engine, text


def count():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM orders")).scalar()


def count_again():
    engine = create_engine(os.environ["DATABASE_URL"])
    connection = engine.connect()  # AIG301
    return connection.execute(text("SELECT count(*) FROM orders")).scalar()
