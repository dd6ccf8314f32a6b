# file: press_scheduler/engine.py
from django.db import models


class Paper(models.Model):
    writer_id = models.IntegerField()


class Writer(models.Model):
    name = models.CharField(max_length=100)


def due():
    return [Writer.objects.get(pk=paper.writer_id) for paper in Paper.objects.all()]
