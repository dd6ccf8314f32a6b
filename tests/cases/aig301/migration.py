# file: shop/alembic/versions/651f_tokens.py
from sqlalchemy.orm import Session


def upgrade(connection):
    session = Session(bind=connection)
    session.execute("SELECT 1")
