import logging

from apscheduler.schedulers.background import BackgroundScheduler
from celery import Celery, shared_task
from rq import Queue

logger = logging.getLogger(__name__)
app = Celery("shop", broker="redis://cache")
scheduler = BackgroundScheduler()


@app.task
def send_invoice(order_id, mailer):
    try:
        mailer.send(order_id)
    except Exception as error:  # AIG110
        return f"failed: {error}"
    return "sent"


@shared_task(bind=True)
def charge(self, order_id, payments):
    try:
        return payments.charge(order_id)
    except Exception as error:
        raise self.retry(exc=error)


@shared_task
def remind(order_id, mailer):
    try:
        mailer.send(order_id)
        return True
    except Exception:  # AIG110
        return False


@shared_task(bind=True)
def export(self, order_id, store):
    try:
        return store.export(order_id)
    except Exception as error:
        self.update_state(state="FAILURE", meta={"error": str(error)})
        return {"status": "failed"}


@shared_task
def harvest(order_id, store):
    try:
        return store.harvest(order_id)
    except Exception as error:
        record = store.record_of(order_id)
        record.failures = [*record.failures, str(error)]
        record.save()
        return {"status": "failed"}


@shared_task
def close(order_id, store):
    try:
        return store.close(order_id)
    except KeyError:
        return {"status": "unknown"}


@scheduler.scheduled_job("interval", minutes=5)
def clean_up(store):
    try:
        return store.clean_up()
    except Exception as error:  # AIG110
        return {"success": False, "error": str(error)}


def archive(order_id, store):
    try:
        return store.archive(order_id)
    except Exception as error:  # AIG110
        return {"success": False, "error": str(error)}


def enqueue(queue: Queue, order_id):
    queue.enqueue(archive, order_id)


@shared_task
def query(query_id, store):
    try:
        return store.run(query_id)
    except Exception as error:
        return handle_query_error(error, query_id)


def handle_query_error(error, query_id):
    return {"query": query_id, "errors": [str(error)]}


@shared_task
def resize(image, store):
    try:
        store.resize(image)
    except Exception as error:
        return f"failed: {error}"
    return "resized"


def resize_all(images, store, report):
    return chord([resize.s(image, store) for image in images])(report)


@shared_task
def review(number, tracker, tool):
    progress = tracker.progress_of(number)
    try:
        return tool.run(number)
    except Exception:
        progress.update(state="ERROR", description="internal error")
        return False


@shared_task
def look_up(number, tracker):
    try:
        tracker.open(number)
    except Exception:  # AIG110
        logger.exception("cannot open %s", number)
        return dict(status="error")
    return dict(status="done")
