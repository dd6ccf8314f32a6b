import logging

import click

logger = logging.getLogger(__name__)


@click.command()
def sync():
    step()


def step():
    print("synchronised")
