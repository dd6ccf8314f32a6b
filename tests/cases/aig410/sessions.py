# file: shop/orders.py
import logging

from fastapi import APIRouter, Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

logger = logging.getLogger(__name__)
SessionLocal = sessionmaker(bind=create_engine(settings.url, connect_args={"connect_timeout": 3}))
session = SessionLocal()
router = APIRouter()


class Repository:
    def __init__(self, db: Session):
        self.db = db

    def save(self, order):
        try:
            self.db.add(order)
            self.db.commit()
        except Exception as error:  # AIG410
            logger.exception("not saved")
            notify(error)

    def save_and_tell(self, order):
        try:
            self.db.add(order)
            self.db.commit()
        except Exception:
            logger.exception("not saved")
            self.db.rollback()

    def save_or_raise(self, order):
        try:
            self.db.add(order)
            self.db.commit()
        except Exception as error:
            raise StorageError(order.id) from error

    def mark(self, order):
        try:
            order.state = "paid"
            self.db.commit()
        except Exception:  # AIG410
            order.state = "failed"
            self.db.commit()
            raise

    def via_helper(self, order):
        try:
            self.db.commit()
        except Exception:
            logger.exception("not saved")
            self._rollback_quietly()


def of_the_module(order):
    try:
        session.add(order)
        session.commit()
    except Exception:  # AIG410
        logger.exception("not saved")


def handed_in(db: Session, order):
    try:
        db.add(order)
        db.commit()
    except Exception:  # AIG410
        logger.exception("not saved")


def with_a_block(order):
    try:
        with SessionLocal() as db:
            db.add(order)
            db.commit()
    except Exception:
        logger.exception("not saved")


def around_the_block(order):
    with SessionLocal() as db:
        try:
            db.add(order)
            db.commit()
        except Exception:
            logger.exception("not saved")


def closed_at_the_end(order):
    db = SessionLocal()
    try:
        db.add(order)
        db.commit()
    except Exception:
        logger.exception("not saved")
    finally:
        db.close()


def for_each(orders):
    db = SessionLocal()
    for order in orders:
        try:
            db.add(order)
            db.commit()
        except Exception:  # AIG410
            logger.exception("not saved")
    db.close()


@router.post("/orders")
def create(order: dict, db: Session = Depends(get_db)):
    try:
        db.add(order)
        db.commit()
    except Exception:
        logger.exception("not saved")
        raise


def narrow(db: Session, order):
    try:
        db.add(order)
        db.commit()
    except ValueError:
        logger.exception("not saved")


class Engine:
    def _try_commit(self):
        try:
            self.connection.commit()
        except Exception:
            logger.debug("not committed", exc_info=True)


def rows_one_by_one(rows):
    try:
        for row in rows:
            try:
                session.add(row)
                session.commit()
            except Exception as error:  # AIG410
                logger.exception("row not stored")
                tell(error)
    except Exception as error:
        logger.exception("rows not read")
        tell(error)


async def in_a_thread(row):
    try:

        def store():
            session.add(row)
            session.commit()

        await run_in_thread(store)
    except Exception as error:
        logger.exception("not stored")
        tell(error)


def last_words(row):
    try:
        session.add(row)
        session.commit()
        session.close()
    except Exception as error:
        logger.exception("not stored")
        tell(error)
