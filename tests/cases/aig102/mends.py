"""Handlers that do something about what they take for the cause."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


class Index:
    def __init__(self, session: Session):
        self.session = session

    def create(self):
        """Create the table."""

    def neighbours(self, statement):
        try:
            return self.session.execute(statement).fetchall()
        except Exception as e:
            logger.error("the table may be missing, creating it: %s", e)
            self.create()
            return []

    def reads(self):
        try:
            return self.session.execute(select(1)).fetchall()
        except Exception:  # AIG102
            self.session.rollback()
            return []
