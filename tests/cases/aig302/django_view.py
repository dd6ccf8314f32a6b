# file: shop/views.py
import boto3
from django.http import JsonResponse
from django.views import View


class Invoices(View):
    def get(self, request):
        s3 = boto3.client("s3")  # AIG302
        return JsonResponse(s3.list_objects_v2(Bucket="invoices"))


def invoice(request, number):
    sqs = boto3.client("sqs")  # AIG302
    sqs.send_message(QueueUrl="invoices", MessageBody=str(number))
    return JsonResponse({"ok": True})
