# file: shop/pairs.py
from django.contrib.auth.models import User
from django.db import models


class Server(models.Model):
    name = models.CharField(max_length=40)


class Key(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.CharField(max_length=40)


def pairs(user):
    keys = Key.objects.filter(user=user)
    found = []
    for server in Server.objects.filter(name="a"):
        for key in keys:  # asked when it is gone over first, and kept
            found.append((server.name, key.text))
    return found


def pairs_anew(user):
    found = []
    for server in Server.objects.filter(name="a"):
        for key in Key.objects.filter(user=user):  # AIG409
            found.append((server.name, key.text))
    return found
