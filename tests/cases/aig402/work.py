# file: shop/views.py
from django.db import models
from django.http import JsonResponse


class Owner(models.Model):
    name = models.CharField(max_length=100)


class Shop(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    town = models.CharField(max_length=100)


class Letter(models.Model):
    text = models.CharField(max_length=100)


class Visit(models.Model):
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="visits")


def told(request, town):
    for shop in Shop.objects.filter(town=town):
        if shop.owner.name:
            shop.close()
    return JsonResponse({})


def handed_on(request, town):
    for shop in Shop.objects.filter(town=town):
        invite(shop, shop.owner.name)
        book_visit(shop)
    return JsonResponse({})


def gathered(request, town):
    found, shops = [], []
    for shop in Shop.objects.filter(town=town):
        found.append(shop.owner.name)  # AIG402
        shops.append(shop)
    return JsonResponse({"found": found})


def something_else(request, town):
    for shop in Shop.objects.filter(town=town):
        show(shop.town, shop.owner.name)  # AIG402
    return JsonResponse({})


def with_a_variable(request, town):
    for shop in Shop.objects.filter(town=town):
        name = shop.owner.name
        send_letter(name)
    return JsonResponse({})


def in_a_table(request, town):
    table = new_table()
    for shop in Shop.objects.filter(town=town):
        name = shop.owner.name  # AIG402
        table.add_row(name, shop.town)
    return JsonResponse(table)


def visits_are_worked_on(request, town):
    for shop in Shop.objects.filter(town=town):
        for visit in shop.visits.all():  # AIG402
            show(visit)
    return JsonResponse({})


def asked_whether(request, town):
    return JsonResponse(
        {"free": [s.pk for s in Shop.objects.filter(town=town) if not s.visits.exists()]}
    )


def written(request, town):
    for shop in Shop.objects.filter(town=town):
        letter = Letter.objects.create(text=shop.owner.name)
        letter.sent = False
    return JsonResponse({})


def written_for_some(request, town):
    found = []
    for shop in Shop.objects.filter(town=town):
        name = shop.owner.name  # AIG402
        if not name:
            found.append(Letter.objects.create(text=shop.town))
    return JsonResponse({"found": [each.pk for each in found]})


class Guest(models.Model):
    name = models.CharField(max_length=100)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="guests")


class Town(models.Model):
    name = models.CharField(max_length=100)
    guests = models.ManyToManyField(Guest)

    def newest(self):
        return self.guests.latest("pk")

    def holds(self, guest):
        return not self.guests.exists() or self.guests.filter(pk=guest.pk).exists()


def newest_of_each(request):
    return JsonResponse({"newest": [town.newest().pk for town in Town.objects.filter(name="x")]})


def towns_of(request, guest):
    return JsonResponse({"in": [t.pk for t in Town.objects.filter(name="x") if t.holds(guest)]})


def counted_now_and_then(request):
    rows = cache.get("rows")
    if rows is not None:
        return JsonResponse({"rows": rows})
    rows = [shop.owner.name for shop in Shop.objects.filter(town="x")]
    cache.set("rows", rows)
    return JsonResponse({"rows": rows})
