from celery import Celery, shared_task
from celery.result import AsyncResult
from fastapi import FastAPI
from rq import Queue

app = FastAPI()
jobs = Celery("shop")
queue = Queue("shop")


@shared_task
def invoice(order_id):
    return order_id


def count():
    return 0


@app.post("/invoices/{order_id}")
async def enqueue(order_id: int):
    invoice.delay(order_id)
    jobs.send_task("shop.remind", [order_id])
    queue.enqueue(count)


@app.post("/invoices/{order_id}/now")
async def wait(order_id: int):
    result = invoice.delay(order_id)
    return AsyncResult(result.id).get(timeout=5)  # AIG601
