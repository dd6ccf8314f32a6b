"""Pages about books: what is loaded for them, and how much."""

from django.http import JsonResponse
from django.shortcuts import render
from library import queries
from library.models import Author, Book, Category, Loan


def lent(request):
    books = queries.lent_books()
    return JsonResponse({book.title: book.author.name for book in books})  # AIG402


def lent_loaded(request):
    books = queries.lent_books_with_authors()
    return JsonResponse({book.title: book.author.name for book in books})


def lent_as_dicts(request):
    return JsonResponse({"books": [book.as_dict() for book in queries.lent_books()]})  # AIG402


def lent_keys(request):
    return JsonResponse({book.title: book.author_id for book in queries.lent_books()})


def tagged(request):
    found = {}
    for book in queries.lent_books():
        found[book.title] = [tag.name for tag in book.tags.all()]  # AIG402
    return JsonResponse(found)


def tagged_loaded(request):
    found = {}
    for book in queries.lent_books().prefetch_related("tags"):
        found[book.title] = [tag.name for tag in book.tags.all()]
    return JsonResponse(found)


def of_authors(request):
    authors = Author.objects.filter(name__startswith=request.GET["letter"])
    return JsonResponse({author.name: author.books.count() for author in authors})  # AIG402


def loans(request):
    return JsonResponse({"loans": list(Loan.objects.all())})  # AIG406


def loans_through(request):
    return JsonResponse({"loans": [loan.pk for loan in queries.every_loan()]})  # AIG406


def loans_of_day(request, day):
    return JsonResponse({"loans": list(Loan.objects.filter(day=day).values("pk"))})


def some_loans(request):
    return JsonResponse({"loans": list(Loan.objects.order_by("-pk").values("pk")[:100])})


def categories(request):
    return JsonResponse({"categories": [each.name for each in Category.objects.all()]})


def page_of_books(request):
    return render(request, "books.html", {"books": Book.objects.all()})


def overdue(request, day):
    late = [loan.pk for loan in queries.every_loan() if loan.day < day]  # AIG408
    return JsonResponse({"late": late})


def lent_titles(request):
    found = []
    for book in Book.objects.all():  # AIG408
        if book.lent:
            found.append(book.title)
    return JsonResponse({"titles": found})


def overdue_asked(request, day):
    late = [loan.pk for loan in Loan.objects.filter(day__lt=day) if not loan.returned]
    return JsonResponse({"late": late})


def fines(request, day):
    total = 0
    for _ in queries.lent_books():
        fine = queries.fine_of(day)  # AIG409
        total += fine.cents if fine else 0
    return JsonResponse({"total": total})


def fines_once(request, day):
    fine = queries.fine_of(day)
    total = sum(fine.cents for _ in queries.lent_books()) if fine else 0
    return JsonResponse({"total": total})


def search(request):
    word = request.GET["word"]
    found = queries.rows(f"SELECT id FROM library_book WHERE title = '{word}'")  # AIG506
    return JsonResponse({"books": found})


def search_built(request):
    found = queries.rows(queries.title_query(request.GET["q"]))  # AIG506
    return JsonResponse({"books": found})


def search_values(request):
    word = request.GET["word"]
    found = queries.rows("SELECT id FROM library_book WHERE title = %s", [word])
    return JsonResponse({"books": found})
