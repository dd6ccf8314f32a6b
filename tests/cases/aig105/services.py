# file: app/jobs.py
import logging
import traceback

import sentry_sdk
from fastapi import APIRouter
from loguru import logger as loguru_logger

logger = logging.getLogger(__name__)
router = APIRouter()


@router.post("/sync")
async def sync(feed, repo, notifier):
    for row in feed:
        try:
            await repo.save(row)
        except Exception as e:
            logger.error(f"Failed to save {row}: {e}")  # AIG105
    try:
        await notifier.send("done")
    except Exception as e:
        logger.error("no mail: %s", str(e))  # AIG105
    try:
        await notifier.send("done")
    except Exception:
        logging.error("notification failed")  # AIG105
    try:
        await notifier.send("done")
    except Exception as e:
        loguru_logger.error(f"notification failed: {e}")  # AIG105


class Consumer:
    def handle(self, message, broker):
        try:
            broker.publish(message)
        except Exception as e:
            self.logger.critical("not published: %r", e)  # AIG105
            self.failed += 1


def handled(repo, row, results):
    try:
        repo.save(row)
    except Exception as e:
        logger.error("failed", exc_info=True)
    try:
        repo.save(row)
    except Exception as e:
        logger.error(f"failed: {e}")
        logger.debug("details", exc_info=e)
    try:
        repo.save(row)
    except Exception as e:
        logger.error(f"failed: {e}")
        sentry_sdk.capture_exception(e)
    try:
        repo.save(row)
    except Exception as e:
        logger.error(f"failed: {traceback.format_exc()}")
    try:
        repo.save(row)
    except Exception as e:
        logger.error(f"failed: {e}")
        raise
    try:
        repo.save(row)
    except Exception as e:
        logger.error(f"failed: {e}")
        results.append({"row": row, "error": str(e)})
    try:
        repo.save(row)
    except ConnectionError as e:
        logger.error(f"failed: {e}")
        row.tries += 1
    try:
        repo.save(row)
    except Exception as e:
        logger.debug(f"failed: {e}")
    try:
        repo.save(row)
    except Exception as e:
        logger.warning(f"not saved, kept in memory: {e}")
        results.append(row)


def close(client):
    try:
        client.disconnect()
    except Exception as e:
        logger.error(f"could not disconnect: {e}")


def main(repo):
    try:
        repo.save(1)
    except Exception as e:
        logger.error(f"failed: {e}")
        return 1
    return 0
