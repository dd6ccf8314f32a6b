# file: library/reports.py
from django.db import models
from django.shortcuts import render


class Tag(models.Model):
    name = models.CharField(max_length=100)


class Film(models.Model):
    title = models.CharField(max_length=100)
    tags = models.ManyToManyField(Tag)

    def tag_names(self):
        return list(self.tags.values_list("name", flat=True))

    def labels(self):
        return [tag.name for tag in self.tags.all()]


def names(request):
    rows = [list(film.tags.values_list("name", flat=True)) for film in Film.objects.filter(shown=True)]  # missed AIG401
    return render(request, "films.html", {"rows": rows})


def newest(request):
    rows = [film.tags.last() for film in Film.objects.filter(shown=True)]  # missed AIG401
    return render(request, "films.html", {"rows": rows})


def cleared(request):
    for film in Film.objects.filter(shown=True):
        film.tags.all().delete()


def narrowed(request):
    rows = [film.tags.all().filter(name="new") for film in Film.objects.filter(shown=True)]
    return render(request, "films.html", {"rows": rows})


def all_of_them(request):
    rows = [list(film.tags.all()) for film in Film.objects.filter(shown=True)]  # AIG402
    return render(request, "films.html", {"rows": rows})


def asked_again_there(request):
    rows = [film.tag_names() for film in Film.objects.filter(shown=True)]
    return render(request, "films.html", {"rows": rows})


def loaded_there(request):
    rows = [film.labels() for film in Film.objects.filter(shown=True)]  # AIG402
    return render(request, "films.html", {"rows": rows})
