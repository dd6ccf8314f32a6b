# file: library/views.py
from django.db import models
from django.shortcuts import render


class Author(models.Model):
    name = models.CharField(max_length=100)


class Tag(models.Model):
    name = models.CharField(max_length=100)


class Book(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag)

    def __str__(self):
        return f"{self.title} by {self.author.name}"


class Loan(models.Model):
    book = models.ForeignKey("Book", on_delete=models.CASCADE)


def titles(request):
    books = Book.objects.filter(title__contains=request.GET["q"])
    found = [{"title": book.title, "author": book.author.name} for book in books]  # AIG402
    return render(request, "books.html", {"books": found})


def tagged(request):
    found = {}
    for book in Book.objects.all()[:50]:
        found[book.title] = [tag.name for tag in book.tags.all()]  # AIG402
    return render(request, "books.html", {"books": found})


def authors(request):
    found = {}
    for author in Author.objects.order_by("name"):
        found[author.name] = author.books.count()  # AIG402
    return render(request, "authors.html", {"authors": found})


def loans(request):
    found = {book.title: list(book.loan_set.all()) for book in Book.objects.filter(lent=True)}  # AIG402
    return render(request, "loans.html", {"loans": found})


def loaded(request):
    books = Book.objects.select_related("author").prefetch_related("tags").filter(lent=True)
    found = [(book.author.name, [tag.name for tag in book.tags.all()]) for book in books]
    return render(request, "books.html", {"books": found})


def two_levels(request):
    loans = Loan.objects.select_related("book__author").filter(open=True)
    return render(request, "loans.html", {"names": [loan.book.author.name for loan in loans]})


def only_keys(request):
    books = Book.objects.filter(lent=True)
    return render(request, "books.html", {"authors": [book.author_id for book in books]})


def handed_over(request):
    return render(request, "books.html", {"books": [(book, book.tags) for book in Book.objects.all()[:9]]})


class Shelf(models.Model):
    books = models.ManyToManyField(Book)

    def put(self, book):
        self.books.add(book)

    def as_dict(self, with_books=False):
        found = {"id": self.pk}
        if with_books:
            found["books"] = [book.pk for book in self.books.all()]
        return found


def changed(request, book):
    for shelf in Shelf.objects.filter(open=True):
        shelf.put(book)


def chosen(request):
    shelves = Shelf.objects.filter(open=True)
    return render(request, "shelves.html", {"shelves": [shelf.as_dict() for shelf in shelves]})
