# file: shop/search.py
import logging

logger = logging.getLogger(__name__)


def index(rows):
    logger.info("indexing %d rows", len(rows))
    print("indexing")  # AIG701


async def search(query):
    print("searching", query)  # missed AIG701


def remove(store, key):
    try:
        store.remove(key)
    except KeyError:
        print(f"{key} is not there")  # AIG701


# Nothing here says that nobody sits at the terminal.
def compare(left, right):
    print(left, right)
