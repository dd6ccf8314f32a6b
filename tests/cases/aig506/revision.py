# file: app/steps/4f01_names_of_shops.py
from alembic import op

revision = "4f01"
down_revision = "3e92"


def moved(connection, name):
    connection.execute(f"UPDATE shops SET name = '{name}' WHERE name = 'old'")


def upgrade():
    moved(op.get_bind(), "new")
