import backoff
import requests
import tenacity
from celery import shared_task
from tenacity import (
    AsyncRetrying,
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    stop_never,
    wait_exponential,
    wait_fixed,
)

from .worker import app


@retry  # AIG207
def bare():
    return requests.get("https://example.com", timeout=5)


@tenacity.retry()  # AIG207
def empty():
    return requests.get("https://example.com", timeout=5)


@retry(wait=wait_fixed(2))  # AIG207
def no_stop():
    return requests.get("https://example.com", timeout=5)


@retry(stop=stop_never, wait=wait_fixed(2), retry=retry_if_exception_type(OSError))  # AIG207
def never_stops():
    return requests.get("https://example.com", timeout=5)


@retry(stop=stop_after_attempt(3), wait=wait_exponential())  # AIG207
def everything():
    return requests.get("https://example.com", timeout=5)


@retry(  # AIG207
    retry=retry_if_exception_type(Exception), stop=stop_after_attempt(3), wait=wait_fixed(1)
)
def says_everything():
    return requests.get("https://example.com", timeout=5)


@retry(retry=retry_if_exception_type(OSError), stop=stop_after_attempt(3))  # AIG207
def at_once():
    return requests.get("https://example.com", timeout=5)


@backoff.on_exception(backoff.expo, requests.RequestException)  # AIG207
def for_ever():
    return requests.get("https://example.com", timeout=5)


@backoff.on_exception(backoff.expo, Exception, max_tries=5)  # AIG207
def every_exception():
    return requests.get("https://example.com", timeout=5)


@shared_task(autoretry_for=(Exception,), retry_kwargs={"max_retries": 3})  # AIG207
def import_orders():
    requests.post("https://example.com", timeout=5)


@app.task(bind=True, autoretry_for=(Exception,), max_retries=5)  # AIG207
def export_orders(self):
    requests.post("https://example.com", timeout=5)


@shared_task(autoretry_for=(ConnectionError,), max_retries=None)  # AIG207
def never_gives_up():
    requests.post("https://example.com", timeout=5)


@retry(
    retry=retry_if_exception_type(requests.ConnectionError),
    stop=stop_after_attempt(3),
    wait=wait_exponential(),
)
def chosen():
    return requests.get("https://example.com", timeout=5)


@backoff.on_exception(backoff.expo, requests.RequestException, max_tries=5)
def ends():
    return requests.get("https://example.com", timeout=5)


@backoff.on_exception(backoff.expo, Exception, max_time=60, giveup=lambda e: True)
def gives_up():
    return requests.get("https://example.com", timeout=5)


@shared_task(autoretry_for=(Exception,), retry_backoff=True, max_retries=5)
def backs_off():
    requests.post("https://example.com", timeout=5)


@shared_task(autoretry_for=(ConnectionError,))
def narrow():
    requests.post("https://example.com", timeout=5)


@retry(stop=stop_after_attempt(3), wait=wait_exponential())
def nothing_to_name(parse):
    return parse()


def open_options(options):
    return AsyncRetrying(**options)


class NotFinished(Exception):
    pass


FLAKY = (requests.ConnectionError, requests.Timeout)


@retry(wait=wait_fixed(1), retry=retry_if_exception_type(NotFinished))
def polls():
    raise NotFinished


@retry(stop=stop_after_attempt(3), retry=retry_if_exception_type((ValueError, NotFinished)))
def asks_the_model_again():
    raise NotFinished


@retry(wait=wait_fixed(1), retry=retry_if_exception_type(FLAKY))  # AIG207
def flaky():
    return requests.get("https://example.com", timeout=5)


@shared_task(autoretry_for=(Exception,), retry_kwargs={"max_retries": 2, "countdown": 600})
def later():
    requests.post("https://example.com", timeout=5)


ONCE = tenacity.Retrying(stop=stop_after_attempt(1), reraise=True)


@retry(stop=stop_after_attempt(30), wait=wait_fixed(1))
def wait_until_alive():
    requests.get("https://example.com/alive", timeout=5).raise_for_status()


@retry(stop=stop_after_attempt(30), wait=wait_fixed(1))
def check_ready():
    requests.get("https://example.com/ready", timeout=5).raise_for_status()


@retry(wait=wait_fixed(1))  # AIG207
def wait_for_ever():
    requests.get("https://example.com/alive", timeout=5).raise_for_status()
