# file: billing/views.py
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response


class InvoiceViewSet(viewsets.ModelViewSet):
    @action(detail=True, methods=["post"])
    def mark_paid(self, request, pk=None):
        invoice = self.get_object()
        try:
            invoice.mark_paid()
        except Exception:
            return Response({"success": False, "message": "not paid"})  # AIG103
        return Response({"success": True})

    @action(detail=True, methods=["post"])
    def refund(self, request, pk=None):
        invoice = self.get_object()
        try:
            invoice.refund()
        except Exception:
            return Response({"success": False, "message": "not refunded"}, status=502)
        return Response({"success": True})

    @action(detail=True)
    def page(self, request, pk=None):
        invoice = self.get_object()
        try:
            invoice.render()
        except Exception:
            return Response({"success": False}, template_name="failed.html")
        return Response({"success": True}, template_name="page.html")
