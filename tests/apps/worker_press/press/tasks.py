import logging

from celery import Celery

from .outside import Bucket, LimitedHook, notify, translate
from .store import Articles, connect

logger = logging.getLogger(__name__)
app = Celery("press", broker="redis://queue")
bucket = Bucket()
hook = LimitedHook("https://hooks.example.com")


@app.task
def publish(ident: int) -> dict:
    try:
        with connect() as connection:
            Articles(connection).publish(ident)
        return {"status": "published"}
    except Exception as error:  # AIG110
        logger.exception("cannot publish %s", ident)
        return {"status": "error", "error": str(error)}


@app.task
def upload(name: str, body: str) -> bool:
    try:
        bucket.put(name, body.encode())
    except Exception:  # AIG110
        logger.exception("cannot upload %s", name)
        return False
    return True


@app.task(bind=True, max_retries=5)
def announce(self, ident: int) -> None:
    try:
        notify("https://hooks.example.com", {"id": ident})
    except Exception as error:
        raise self.retry(exc=error, countdown=60) from error


@app.task
def remind(ident: int) -> int:
    return hook.call({"id": ident})


@app.task
def translated(text: str) -> str:
    return translate(text)  # AIG901


@app.task
def translated_if_possible(text: str) -> str:
    try:
        return translate(text)
    except NotImplementedError:
        return text
