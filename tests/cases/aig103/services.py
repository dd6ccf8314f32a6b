# file: shop/payments.py
import logging

import requests
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


class Payments:
    def __init__(self, db: Session):
        self.db = db

    def charge(self, order):
        try:
            response = requests.post("https://pay.example.com", json=order, timeout=5)
            response.raise_for_status()
            return {"success": True, "data": response.json()}
        except Exception as e:
            logger.exception("charge failed")
            return {"success": False, "error": str(e)}  # AIG103

    def store(self, order):
        try:
            self.db.add(order)
            self.db.commit()
            return True, None
        except Exception as e:
            self.db.rollback()
            logger.exception("not stored")
            return False, str(e)  # AIG103

    def test_connection(self):
        try:
            requests.get("https://pay.example.com", timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            return {"success": False, "error": str(e)}

    def _send(self, path):
        try:
            response = requests.get(path, timeout=5)
            response.raise_for_status()
            return response.json()
        except Exception as e:
            return {"error": str(e)}

    def balance(self):
        answer = self._send("https://pay.example.com/balance")
        if "error" in answer:
            raise PaymentError(answer["error"])
        return answer["balance"]

    def narrow(self, order):
        try:
            response = requests.post("https://pay.example.com", json=order, timeout=5)
            response.raise_for_status()
            return response.json()
        except requests.Timeout as e:
            return {"success": False, "error": str(e)}

    def computed(self, order):
        try:
            return {"success": True, "total": sum(line.amount for line in order.lines)}
        except Exception as e:
            return {"success": False, "error": str(e)}


class RefundTool:
    def refund(self, order):
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            return {"success": False, "error": str(e)}


@server.method("refund")
def registered(order):
    try:
        requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
        return {"success": True}
    except Exception as e:
        return {"success": False, "error": str(e)}


class Provider(gateway.BaseProvider):
    def refund(self, order):
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            return {"success": False, "error": str(e)}


class Writer:
    def __init__(self, client):
        self.client = client

    def summary(self, text):
        try:
            return self.client.complete(text)
        except Exception as e:
            logger.exception("no summary")
            return f"Error generating summary: {e}"  # AIG103

    def pending(self, text):
        try:
            self.client.send(text)
        except Exception as e:
            logger.exception("not sent")
            return {"success": False, "error": str(e)}  # AIG103
        return {"success": True}


def page(request):
    try:
        return render(request, "orders.html", {"orders": load()})
    except Exception:
        logger.exception("failed")
        return render(request, "orders.html", {"error": "The orders could not be read"})


def replaced(client, text):
    try:
        result = client.run(text)
        return {"success": result.success, "content": result.content, "error": result.error}
    except Exception as e:
        logger.exception("not replaced")
        return {"success": False, "content": "", "changed": False, "error": str(e)}


def told_to_a_person(client, name):
    try:
        client.upload(name)
        return f"{name}: uploaded"
    except Exception as e:
        logger.exception("not uploaded")
        return f"{name}: not uploaded: {e}"


def error_is_its_form(client):
    try:
        credentials = client.get_credentials()
        if not credentials:
            return {"error": "No credentials"}
        return credentials.public()
    except Exception as e:
        logger.exception("no credentials")
        return {"error": str(e)}


def failure_is_its_form(client, order):
    if not order.lines:
        return {"success": False, "error": "No lines"}
    try:
        client.send(order)
    except Exception as e:
        logger.exception("not sent")
        return {"success": False, "error": str(e)}
    return {"success": True}


def pair_is_its_form(client, order):
    if not order.lines:
        return False, "No lines"
    try:
        return True, client.send(order)
    except Exception as e:
        logger.exception("not sent")
        return False, str(e)
