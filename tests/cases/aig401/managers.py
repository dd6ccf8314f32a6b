# file: shop/views.py
from django.db import models
from django.http import JsonResponse


class OrderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="open")


class Order(models.Model):
    status = models.CharField(max_length=10)
    objects = OrderQuerySet.as_manager()

    def payment(self):
        return Payment.objects.filter(order_id=self.pk).first()


class Invoice(models.Model):
    status = models.CharField(max_length=10)

    @property
    def line_count(self):
        return self.lines.count()

    def payment(self):
        return Payment.objects.filter(order_id=self.pk).first()


class Line(models.Model):
    invoice = models.ForeignKey(Invoice, related_name="lines", on_delete=models.CASCADE)


class Payment(models.Model):
    order_id = models.IntegerField()


def recent():
    return Invoice.objects.filter(status="open").order_by("-id")[:100]


def payments(request):
    return JsonResponse({order.pk: str(order.payment()) for order in recent()})  # AIG401


def payments_of_manager(request):
    rows = Order.objects.open()
    return JsonResponse({order.pk: str(order.payment()) for order in rows})  # missed AIG401


def counts(request):
    return JsonResponse({order.pk: order.line_count for order in recent()})  # missed AIG401


def statuses(request):
    return JsonResponse({order.pk: order.status for order in recent()})
