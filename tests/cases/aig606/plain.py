import asyncio
import logging

logger = logging.getLogger(__name__)


async def loop_goes_on(queue, handle):
    while True:
        try:
            await handle(await queue.get())
        except asyncio.CancelledError:  # AIG606
            pass


async def gives_a_default(client):
    try:
        return await client.fetch()
    except asyncio.CancelledError:  # missed AIG606
        logger.warning("cancelled")
        return None


async def awaited(client):
    try:
        await client.send()
    except (asyncio.CancelledError, ConnectionError):  # AIG606
        logger.info("stopped")


async def caller(client):
    await awaited(client)


async def worker(queue, handle):
    while True:
        job = await queue.get()
        try:
            await handle(job)
        except BaseException:  # AIG606
            logger.exception("job failed")


async def raised(client):
    try:
        await client.send()
    except asyncio.CancelledError:
        logger.info("stopped")
        raise


async def dealt_with_before(queue, handle):
    while True:
        try:
            await handle(await queue.get())
        except asyncio.CancelledError:
            raise
        except BaseException:
            logger.exception("job failed")


async def catches_whatever(client):
    try:
        return await client.fetch()
    except:  # AIG102 AIG606
        return []


async def tells(client):
    try:
        return await client.fetch()
    except (asyncio.CancelledError, TimeoutError):
        return {"status": "cancelled"}


async def closes(client):
    try:
        await client.send()
        return True
    finally:
        try:
            await client.flush()
        except:
            pass


async def waits_it_out(task):
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
    return cancelled


async def cancels(coroutine):
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass


class Ticker:
    def start(self):
        self._task = asyncio.create_task(self._run())

    async def _run(self):
        try:
            while True:
                await asyncio.sleep(1)
        except asyncio.CancelledError:
            logger.info("ticker stopped")

    async def stop(self):
        self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass


async def ends_by_break(queue, handle):
    while True:
        try:
            await handle(await queue.get())
        except asyncio.CancelledError:
            break


async def hands_on(future, work):
    try:
        future.set_result(await work())
    except BaseException as error:
        future.set_exception(error)


async def stream(queue):
    try:
        while True:
            yield await queue.get()
    except asyncio.CancelledError:
        logger.info("client has gone")


def no_coroutine(work):
    try:
        return work()
    except BaseException:
        return None


class Poller:
    async def run(self):
        while self.running:
            try:
                await self.poll()
            except asyncio.CancelledError:  # missed AIG606
                logger.info("cancelled")


async def shutdown(plugin):
    try:
        await plugin.destroy()
    except:
        logger.exception("plugin failed")
    return True
