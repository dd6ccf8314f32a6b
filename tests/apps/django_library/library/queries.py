from library.models import Author, Book, Loan


def books_of(author_id):
    return Book.objects.filter(author_id=author_id)


def author_named(name):
    return Author.objects.filter(name=name).first()


def open_loan(book_id):
    return Loan.objects.get(book_id=book_id, returned=False)


def lend(book_id):
    book = Book.objects.get(pk=book_id)
    Loan.objects.create(book=book)
