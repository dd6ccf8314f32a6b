import asyncio
import logging

logger = logging.getLogger(__name__)


class Sessions:
    async def interrupt_all(self, sessions):
        stopped = 0
        for session in sessions:
            try:
                await session.interrupt()
                stopped += 1
            except asyncio.CancelledError:
                logger.warning("interrupted while interrupting %s", session)
            except Exception:
                logger.exception("interrupting failed")
        return stopped

    async def follow(self, response, store):
        try:
            while True:
                await response.write(await store.next())
        except (ConnectionResetError, asyncio.CancelledError):
            logger.info("the reader has gone")
        return response

    async def interrupt_each(self, sessions):
        for session in sessions:
            try:
                await session.interrupt()
            except:  # AIG606
                logger.exception("interrupting failed")
