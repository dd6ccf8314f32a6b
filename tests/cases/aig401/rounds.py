# file: app/planner/papers.py
import json
from contextlib import contextmanager

from django.db import models
from django.http import JsonResponse
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

make_session = sessionmaker()


class Paper(models.Model):
    name = models.CharField(max_length=100)
    writer_id = models.IntegerField()


class Writer(models.Model):
    name = models.CharField(max_length=100)


@contextmanager
def open_session():
    session = make_session()
    try:
        yield session
    finally:
        session.close()


def each_with_a_session_of_its_own(request):
    for ident in request.GET.getlist("writer"):
        with open_session() as session:
            show(session.scalars(select(Writer).where(Writer.id == ident)).all())
    return JsonResponse({})


def all_with_one_session(request):
    with open_session() as session:
        for ident in request.GET.getlist("writer"):
            show(session.scalars(select(Writer).where(Writer.id == ident)).all())  # AIG401
    return JsonResponse({})


def orphans(request):
    for ident in request.POST.getlist("writer"):
        if Paper.objects.filter(writer_id=ident).first() is None:
            stored(writer=ident).delete()
    return JsonResponse({})


def text_of(paper):
    with open(f"/srv/{paper.pk}.json") as stream:
        return json.load(stream), Writer.objects.get(pk=paper.writer_id)


def with_texts(request):
    return JsonResponse({"all": [text_of(paper)[0] for paper in Paper.objects.all()[:50]]})


def written_down(path):
    lines = [Writer.objects.get(pk=paper.writer_id).name for paper in Paper.objects.all()[:50]]
    with open(path, "w") as stream:
        json.dump(lines, stream)


def shown_to_somebody(request):
    lines = [Writer.objects.get(pk=paper.writer_id).name for paper in Paper.objects.all()[:50]]  # AIG401
    with open("/srv/log.json", "w") as stream:
        json.dump(lines, stream)
    return JsonResponse({"all": lines})


def first(ident):
    return second(ident)


def second(ident):
    return third(ident)


def third(ident):
    return fourth(ident)


def fourth(ident):
    return Writer.objects.get(pk=ident)


def a_long_way(request):
    return JsonResponse({"all": [second(each.writer_id).name for each in Paper.objects.all()[:50]]})


def a_short_way(request):
    return JsonResponse({"all": [third(each.writer_id).name for each in Paper.objects.all()[:50]]})  # AIG401


def dry_run_of(ident):
    return Writer.objects.get(pk=ident)


def simulated(request):
    return JsonResponse({"all": [dry_run_of(each.writer_id).name for each in Paper.objects.all()[:50]]})
