from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views.generic import View
from library import queries
from library.models import Author, Book


def authors(request):
    found = []
    for author in Author.objects.all():
        titles = [book.title for book in queries.books_of(author.pk)]  # AIG401
        found.append({"name": author.name, "titles": titles})
    return JsonResponse(found, safe=False)  # AIG406


def counts(request):
    every = Author.objects.all()
    data = {each.name: Book.objects.filter(author=each).count() for each in every}  # AIG401
    return JsonResponse(data)


def narrowed(request):
    query = Book.objects.all()
    for word in request.GET.getlist("word"):
        query = query.filter(title__contains=word)
    return JsonResponse({"titles": [book.title for book in query]})


def popular(request):
    books = Book.objects.all()[:50]
    return JsonResponse({book.title: book.loans() for book in books})  # missed AIG401


class ReturnView(View):
    def post(self, request):
        for book_id in request.POST.getlist("book"):
            loan = queries.open_loan(book_id)  # AIG417
            loan.returned = True
            loan.save()
        return JsonResponse({})


class LendView(View):
    def post(self, request):
        for book_id in request.POST.getlist("book"):
            queries.lend(book_id)
        return JsonResponse({})


def known(request):
    for name in ("Ursula", "Stanisław"):
        if queries.author_named(name) is None:
            return JsonResponse({"missing": name})
    return JsonResponse({})


class AuthorsView(View):
    def get(self, request):
        names = request.GET.getlist("name")
        found = {name: queries.author_named(name) is not None for name in names}  # AIG401
        return JsonResponse(found)


def authors_paged(request):
    page = Paginator(Author.objects.order_by("pk"), 50).get_page(request.GET.get("page"))
    return render(request, "authors.html", {"authors": page})
