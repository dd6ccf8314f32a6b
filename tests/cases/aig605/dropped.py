import asyncio
from abc import ABC, abstractmethod

import uvicorn
from shop.decorators import work


async def audit(order):
    await order.log()


async def may_read(user):
    return await user.reads()


@work(exclusive=True)
async def refresh(order):
    await order.refresh()


class Shop:
    async def notify(self, order):
        await order.notify()

    async def close(self, order):
        self.notify(order)  # AIG605
        await self.notify(order)
        task = asyncio.create_task(self.notify(order))
        await task


async def place(order, user):
    audit(order)  # AIG605
    if may_read(user):  # AIG605
        await audit(order)
    if not may_read(user) and order.secret:  # AIG605
        return None
    if await may_read(user):
        refresh(order)
    asyncio.sleep(1)  # AIG605
    waiting = audit(order)
    await asyncio.gather(audit(order), waiting)
    return audit(order)


def sync(order):
    audit(order)  # AIG605
    asyncio.run(audit(order))


class Printer(ABC):
    @abstractmethod
    def show(self, page):
        return None


class SlowPrinter(Printer):
    async def show(self, page):
        super().show(page)
        await page.draw()


class Front(uvicorn.Server):
    async def shutdown(self):
        for connection in list(self.server_state.connections):
            connection.shutdown()
        self.shutdown()  # AIG605


class Storage:
    def __init__(self):
        self.inner = Shop()

    async def close(self):
        if asyncio.iscoroutinefunction(self.inner.close):
            await self.inner.close(1)
        else:
            self.inner.close(1)
        if self.inner:
            self.inner.close(1)  # AIG605


def async_to_sync(work):
    def inner(*args):
        loop = asyncio.get_event_loop()
        if loop.is_running():
            return work(*args)
        return loop.run_until_complete(work(*args))

    return inner


def stop(order):
    @async_to_sync
    async def close_all():
        await order.close()

    close_all()
