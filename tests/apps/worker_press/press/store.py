import os
from functools import lru_cache

import psycopg
import redis
from psycopg.rows import dict_row


def connect():
    return psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5, row_factory=dict_row)


@lru_cache
def queue():
    return redis.Redis(host="queue", socket_timeout=10)


class Articles:
    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def get(self, ident: int) -> dict | None:
        query = "SELECT id, title, body FROM articles WHERE id = %s"
        return self.connection.execute(query, (ident,)).fetchone()

    def tags(self, ident: int) -> list[dict]:
        query = "SELECT name FROM tags WHERE article_id = %s"
        return self.connection.execute(query, (ident,)).fetchall()

    def publish(self, ident: int) -> None:
        self.connection.execute("UPDATE articles SET published = now() WHERE id = %s", (ident,))
        self.connection.commit()

    def publish_all(self, idents: list[int]) -> None:
        query = "UPDATE articles SET published = now() WHERE id = ANY(%s)"
        self.connection.execute(query, (idents,))
        self.connection.commit()
