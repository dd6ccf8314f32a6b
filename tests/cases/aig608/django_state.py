# file: shop/views.py
import json

from django.http import JsonResponse

carts = {}  # AIG608


def add_to_cart(request):
    body = json.loads(request.body)
    carts.setdefault(body["user"], []).append({"item": body["item"]})
    return JsonResponse({"ok": True})


def show_cart(request):
    return JsonResponse({"items": carts.get(request.GET["user"], [])})
