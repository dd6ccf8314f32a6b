# file: shop/aws/bucket.py
import logging

from shop.cli.console import show

logger = logging.getLogger(__name__)


def create(client, name):
    show(f"creating {name}")
    try:
        client.create_bucket(name)
    except Exception as error:
        logger.error(error)
    return False
