import os

from celery import shared_task
from sqlalchemy import create_engine, text


@shared_task
def expire_carts():
    engine = create_engine(os.environ["DATABASE_URL"])  # AIG302
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM carts"))
