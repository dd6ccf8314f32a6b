# file: app/orders.py
"""Plain services: each handler hides that work was not done."""

import httpx
import requests
from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.db import get_db
from app.mail import send_confirmation
from app.models import Order

router = APIRouter()


@router.post("/orders")
def create_order(payload: dict, db: Session = Depends(get_db)):
    order = Order(**payload)
    db.add(order)
    db.commit()
    try:
        send_confirmation(order)
    except Exception:  # AIG101
        pass
    try:
        requests.post("https://crm.example.com/orders", json=payload, timeout=5)
    except:  # AIG101
        pass
    return order.id


async def sync_customers(client: httpx.AsyncClient, rows, repo):
    for row in rows:
        try:
            await client.put(f"/customers/{row.id}", json=row.data)
        except Exception as e:  # AIG101
            continue
    for row in rows:
        try:
            await repo.mark_synced(row.id)
        except (ValueError, Exception):  # AIG101
            ...


class Importer:
    def run(self, rows):
        done = 0
        for row in rows:
            try:
                self.process_row(row)
                done += 1
            except Exception:  # AIG101
                # skip it
                pass
        return done

    def refresh(self):
        try:
            stock = self.repository.load_stock()
        except Exception:  # AIG101
            return
        self.stock = stock

    def newest(self, cursor):
        try:
            cursor.execute("select max(id) from orders")
            return cursor.fetchone()[0]
        except Exception:  # AIG101
            pass
        return None


def charge(gateway, order):
    try:
        gateway.charge(order.total)
    except BaseException:  # AIG101
        "never mind"
