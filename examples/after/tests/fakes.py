"""Stand-ins for the services around the application."""

import httpx


class FakeRedis:
    """As much of Redis as the application uses."""

    def __init__(self):
        self.values = {}

    def setex(self, key, seconds, value):
        assert seconds > 0
        self.values[key] = value.encode()

    def getdel(self, key):
        return self.values.pop(key, None)


class FakeMailer:
    """Keeps the mails instead of sending them."""

    def __init__(self):
        self.sent = []

    def send(self, messages):
        self.sent.extend(messages)
        return list(messages)


class FakeSms:
    """Keeps the text messages; the gateway is down for one number."""

    def __init__(self, down_for=""):
        self.sent = []
        self.down_for = down_for

    def send(self, phone, text):
        if phone == self.down_for:
            raise httpx.ConnectError("down")
        self.sent.append((phone, text))


class Provider:
    """The payment provider and the other HTTP services, as they answer a transport."""

    def __init__(self):
        self.requests = []
        self.status = 200

    def __call__(self, request):
        self.requests.append(request)
        body = {"reference": "ch_1", "rate": 1.25, "knots": 12}
        return httpx.Response(self.status, json=body)
