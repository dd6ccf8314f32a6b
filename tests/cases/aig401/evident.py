# file: app/papers.py
from contextlib import contextmanager

from django.db import models
from django.http import HttpResponseBadRequest, JsonResponse
from flask import Flask, abort, jsonify, request
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

app = Flask(__name__)
make_session = sessionmaker()


class Paper(models.Model):
    name = models.CharField(max_length=100)
    writer_id = models.IntegerField()


class Writer(models.Model):
    name = models.CharField(max_length=100)


@app.get("/writers/rows")
def writers_of_rows():
    return [Writer.objects.get(pk=paper.writer_id) for paper in Paper.objects.all()]  # AIG401


def name_of_writer(paper):
    return Writer.objects.get(pk=paper.writer_id).name


def writers_that_nobody_asks_for():
    return [name_of_writer(paper) for paper in Paper.objects.all()]


class Gathering:
    def writers_for_others(self):
        return [name_of_writer(paper) for paper in Paper.objects.all()]

    def gather(self):
        return self._writers_of_a_gathering()

    def _writers_of_a_gathering(self):
        return [name_of_writer(paper) for paper in Paper.objects.all()]


@app.post("/papers/new")
def create_papers(session: Session):
    for ident in request.json["writers"]:
        welcome(session.scalar(select(Writer).where(Writer.id == ident)))


@app.get("/writers/variable")
def writers_of_a_variable():
    papers = Paper.objects.filter(name="x").order_by("name")
    for paper in list(papers):
        show(Writer.objects.get(pk=paper.writer_id))  # AIG401


@app.get("/writers/keys")
def writers_of_made_keys():
    idents = {paper.writer_id for paper in Paper.objects.all()}
    return [Writer.objects.get(pk=ident) for ident in idents]  # AIG401


def handed_over(idents):
    return [Writer.objects.get(pk=ident) for ident in idents]


def handed_to_a_handler_s_helper(idents):
    return [Writer.objects.get(pk=ident).name for ident in idents]  # AIG401


def names(request):
    return JsonResponse({"names": handed_to_a_handler_s_helper(request.GET.getlist("writer"))})


def each_sent_is_there(request):
    for ident in request.POST.getlist("writer"):
        if not Writer.objects.filter(pk=ident).exists():
            return HttpResponseBadRequest(f"there is no {ident}")
    return JsonResponse({})


def each_sent_is_there_by_a_variable(request):
    for ident in request.POST.getlist("writer"):
        known = Writer.objects.filter(pk=ident).exists()
        if not known:
            return HttpResponseBadRequest(f"there is no {ident}")
    return JsonResponse({})


def each_sent_is_fetched(request):
    found = []
    for ident in request.POST.getlist("writer"):
        writer = Writer.objects.filter(pk=ident).first()  # AIG401
        if writer is None:
            return HttpResponseBadRequest(f"there is no {ident}")
        found.append(writer.name)
    return JsonResponse({"names": found})


def each_row_is_checked(request):
    for paper in Paper.objects.all():
        if not Writer.objects.filter(pk=paper.writer_id).exists():  # AIG401
            return HttpResponseBadRequest("a paper has lost its writer")
    return JsonResponse({})


@app.post("/papers")
def checked_by_flask(session: Session):
    for ident in request.json["writers"]:
        if session.get(Writer, ident) is None:
            raise LookupError(ident)
    return jsonify({})


@app.get("/papers")
def shown_by_flask(session: Session):
    found = []
    for ident in request.json["writers"]:
        found.append(session.scalar(select(Writer).where(Writer.id == ident)))  # AIG401
        if not found:
            abort(404)
    return jsonify(found)


@app.post("/papers/close")
def each_is_work(session: Session):
    for ident in request.json["writers"]:
        writer = session.get(Writer, ident)
        close.delay(writer)


@app.post("/papers/told")
def each_is_changed(session: Session):
    for ident in request.json["writers"]:
        writer = session.get(Writer, ident)
        writer.told = True
        session.flush()


@app.get("/columns")
def each_is_a_table(session: Session):
    tables = session.scalars(text("SELECT name FROM tables")).all()
    return [session.execute(text(f"PRAGMA table_info({name})")).all() for name in tables]


@app.post("/papers/untold")
def each_is_removed(session: Session):
    for ident in request.json["writers"]:
        told.remove(session.get(Writer, ident))


@contextmanager
def unit_of_work():
    session = make_session()
    yield session
    session.commit()


def writer_of(ident):
    with unit_of_work() as session:
        return session.get(Writer, ident)


@app.get("/papers/units")
def each_in_a_unit_that_is_committed():
    return jsonify([writer_of(paper.writer_id).name for paper in Paper.objects.all()])  # AIG401
