"""Handlers that deal with the failure, or whose failure does not matter."""

import asyncio
import importlib
import json
import logging
import re
import subprocess
import sys
import time

import requests
import sentry_sdk
from playwright.async_api import CDPSession

logger = logging.getLogger(__name__)


def handled(mailer, order, result):
    try:
        mailer.send(order)
    except Exception:
        logger.exception("no mail")
    try:
        mailer.send(order)
    except Exception as error:
        sentry_sdk.capture_exception(error)
    try:
        mailer.send(order)
    except Exception as error:
        result.errors.append(str(error))
    try:
        mailer.send(order)
    except Exception:
        order.status = "failed"
    try:
        mailer.send(order)
    except Exception:
        raise RuntimeError("no mail") from None
    try:
        mailer.send(order)
    except ConnectionError:
        pass


def parses(text, rows):
    try:
        value = json.loads(text)
    except Exception:
        pass
    for row in rows:
        try:
            total = float(row["price"])
        except Exception:
            continue
    try:
        match = re.search("a(b)", text).group(1)
    except Exception:
        pass


def cleans_up(client, path, temporary, task):
    try:
        client.close()
    except Exception:
        pass
    try:
        temporary.unlink()
        client.delete_session(path)
    except Exception:
        pass
    try:
        client.fetch(path)
    finally:
        try:
            client.send("bye")
        except Exception:
            pass
    try:
        client.fetch(path)
    except ValueError as error:
        try:
            detail = client.query(path)
        except Exception:
            pass
        raise RuntimeError(path) from error


class Worker:
    def __del__(self):
        try:
            self.client.send("bye")
        except Exception:
            pass

    def stop(self):
        try:
            self.queue.publish("stop")
        except Exception:
            pass

    async def _save_quietly(self):
        try:
            self.repository.save(self)
        except Exception:
            pass


def optional_imports(name):
    try:
        import torch

        torch.distributed.send("x")
    except Exception:
        pass
    try:
        module = importlib.import_module(name)
    except Exception:
        pass


def track(metrics_client, order, tracer):
    try:
        metrics_client.send("orders", 1)
    except Exception:
        pass
    try:
        with tracer.start_span("order"):
            order.repository.save(order)
    except Exception:
        pass


def is_reachable(url):
    try:
        requests.get(url, timeout=1)
        return True
    except Exception:
        pass
    return False


def reasons(client, order):
    try:
        client.prefetch(order)
    except Exception:
        pass  # best effort: the next request loads it
    try:
        client.prefetch(order)
    except Exception:  # noqa: S110
        pass
    # A cold cache must not fail the order.
    try:
        client.prefetch(order)
    except Exception:
        pass


def another_way(client, mirrors, order):
    try:
        return client.fetch(order)
    except Exception:
        pass
    return order.last_known


def candidates(client, urls):
    for url in urls:
        try:
            return client.get(url)
        except Exception:
            continue
    raise LookupError("no mirror answers")


def raises_next(response, client):
    detail = ""
    try:
        detail = client.query("detail")
    except Exception:
        pass
    raise RuntimeError(detail)


def wait_until_ready(url):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            requests.get(url, timeout=1)
            return
        except Exception:
            pass
        time.sleep(1)
    raise TimeoutError(url)


def not_elsewhere(window, cdp_session, candidates, websocket):
    try:
        sys.stdout.write("x")
        candidates.insert(0, 1)
        window.update()
    except Exception:
        pass
    try:
        cdp_session.send("IO.close")
    except Exception:
        pass
    try:
        head = subprocess.check_output(["git", "rev-parse", "HEAD"], timeout=5)
    except Exception:
        pass


class Listener:
    def __init__(self, client):
        self.client = client

    def notify_later(self):
        """Best effort: the peer may be gone."""
        try:
            self.client.send("later")
        except Exception:
            pass

    def wake(self, wakeup_socket, queue, frame):
        try:
            wakeup_socket.connect(("127.0.0.1", 1))
            queue.send_nowait(frame)
            self.notify()
        except Exception:
            pass


async def acknowledge(session: "CDPSession", client, user):
    try:
        await session.send("Page.screencastFrameAck")
    except Exception:
        pass
    try:
        response = await client.get("/photo")
        if response.status_code == 200:
            user.photo = response.content
    except Exception:
        pass
    try:
        user.photo = await client.get("/photo")
    except Exception:
        pass  # Ignore errors getting the photo


async def frames(self, text):
    try:
        await self._send_frame({"type": "cancel"})
    except Exception:
        pass
    try:
        await self.publish_text(text)
    except Exception:
        pass  # died with the socket which wiped the buffer; redial


def _watch_error() -> type[Exception]:
    return ValueError


async def computed_type(client, key):
    try:
        await client.watch(key)
    except _watch_error():
        pass
    await asyncio.sleep(0)
