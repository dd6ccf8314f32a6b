import logging
import os
import sys

logger = logging.getLogger(__name__)


class MailWorker:
    def send(self, message):
        if os.environ.get("MAIL_TO_CONSOLE"):
            print(message)
            return
        print("sending")  # AIG701
        print("accepted")  # noqa: T201

    def connect(self, broker):
        try:
            broker.connect()
        except ConnectionError:
            print("no broker")
            sys.exit(1)

    def evaluate(self, rows):
        logger.debug("%d rows", len(rows))
        print("-" * 40)
        print("evaluation of", rows)
