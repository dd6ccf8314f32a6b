import click
import psycopg2


@click.command()
def report():
    connection = psycopg2.connect(host="orders-db.internal")
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()
