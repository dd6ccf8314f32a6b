import asyncio

from fastapi import FastAPI

app = FastAPI()
tasks = set()


async def work(n=0):
    await asyncio.sleep(n)


@app.post("/orders")
async def place_order():
    asyncio.create_task(work())  # AIG604
    return {}


@app.post("/mails")
async def mail(store):
    task = asyncio.create_task(work())  # AIG604
    await store.save()
    return {}


@app.websocket("/live")
async def live(websocket):
    ticker = asyncio.create_task(work())
    while True:
        await websocket.receive_text()


class Service:
    def __init__(self, loop):
        self.loop = loop

    def start(self):
        self.loop.create_task(work())  # AIG604
        asyncio.ensure_future(work())  # AIG604
        asyncio.get_running_loop().create_task(work())  # AIG604

    def start_in_variable(self):
        task = asyncio.create_task(work())  # AIG604
        task.add_done_callback(print)

    def start_and_hold(self):
        self.task = asyncio.create_task(work())
        task = asyncio.create_task(work())
        tasks.add(task)
        task.add_done_callback(tasks.discard)


async def lives_as_long():
    ticker = asyncio.create_task(work())
    await asyncio.Event().wait()


async def group():
    async with asyncio.TaskGroup() as running:
        running.create_task(work())


async def gathered():
    await asyncio.gather(*(asyncio.create_task(work(n)) for n in range(3)))
    return asyncio.create_task(work())


def scheduler(jobs):
    jobs.create_task("nightly")


def runs_beside(reactor, loop):
    task = loop.create_task(work())
    task.add_done_callback(print)
    reactor.run()
