# file: app/notes.py
import sqlite3
from contextlib import closing


def notes(path, ids):
    with closing(sqlite3.connect(path)) as connection:
        for ident in ids:
            show(connection.execute("SELECT text FROM notes WHERE id = ?", (ident,)).fetchone())


def handed_in(cursor, ids):
    for ident in ids:
        cursor.execute("SELECT text FROM notes WHERE id = ?", (ident,))
        show(cursor.fetchone())
