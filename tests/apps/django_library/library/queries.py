from django.db import connection
from library.models import Author, Book, Fine, Loan


def books_of(author_id):
    return Book.objects.filter(author_id=author_id)


def author_named(name):
    return Author.objects.filter(name=name).first()


def open_loan(book_id):
    return Loan.objects.get(book_id=book_id, returned=False)


def lend(book_id):
    book = Book.objects.get(pk=book_id)
    Loan.objects.create(book=book)


def lent_books():
    return Book.objects.filter(lent=True)


def lent_books_with_authors():
    return Book.objects.filter(lent=True).select_related("author")


def every_loan():
    return Loan.objects.all()


def fine_of(day):
    return Fine.objects.filter(day=day).first()


def rows(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def title_query(word):
    return f"SELECT id, title FROM library_book WHERE title LIKE '%{word}%'"
