# file: app/api.py
from app.models import Order, Role
from fastapi import APIRouter, Depends
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

router = APIRouter()


@router.get("/orders")
def orders(db: Session = Depends()):
    return db.query(Order).order_by(Order.id).all()  # AIG406


@router.get("/orders/new")
async def new_orders(session: AsyncSession = Depends()):
    result = await session.execute(select(Order))
    return result.scalars().all()  # AIG406


@router.get("/orders/rows")
def order_rows(db: Session = Depends()):
    rows = db.query(Order).all()
    return {"orders": [{"id": row.id} for row in rows], "total": 3}  # AIG406


@router.get("/orders/gathered")
def gathered(db: Session = Depends()):
    found = []
    for row in db.query(Order).all():
        found.append({"id": row.id})
    return found  # AIG406


@router.get("/orders/text")
def by_text(db: Session = Depends()):
    return db.execute(text("SELECT id, total FROM orders ORDER BY id")).fetchall()  # AIG406


def every_order(db: Session):
    return db.query(Order).all()


@router.get("/orders/service")
def through_a_function(db: Session = Depends()):
    return every_order(db)  # AIG406


@router.get("/orders/mongo")
async def documents(db=Depends()):
    return await db.orders.find().to_list(None)  # AIG406


@router.get("/orders/some")
async def some_documents(db=Depends()):
    return await db.orders.find({}).to_list(100)


@router.get("/orders/of")
async def documents_of(customer: str, db=Depends()):
    return await db.orders.find({"customer": customer}).to_list(None)


@router.get("/orders/mine")
def mine(customer_id: int, db: Session = Depends()):
    return db.query(Order).filter(Order.customer_id == customer_id).all()


@router.get("/orders/perhaps")
def perhaps(state: str | None = None, db: Session = Depends()):
    query = select(Order)
    if state:
        query = query.where(Order.state == state)
    return db.scalars(query).all()


@router.get("/orders/page")
def page(limit: int = 20, db: Session = Depends()):
    return db.scalars(select(Order).limit(limit)).all()


@router.get("/orders/slice")
def sliced(skip: int = 0, db: Session = Depends()):
    return db.query(Order).all()[skip : skip + 10]


@router.get("/orders/count")
def count(db: Session = Depends()):
    return {"count": db.scalar(select(func.count()).select_from(Order))}


@router.get("/orders/one")
def one(ident: int, db: Session = Depends()):
    return db.get(Order, ident)


@router.get("/roles")
def roles(db: Session = Depends()):
    return db.query(Role).all()


@router.get("/orders/paged")
def paged(db: Session = Depends()):
    return paginate(db, select(Order))


@router.get("/admin/orders")
def for_administrators(db: Session = Depends(), user=Depends(require_admin)):
    return db.query(Order).all()


def no_handler(db: Session):
    return db.query(Order).all()


@router.get("/orders/stream")
async def streamed(db=Depends()):
    found = []
    async for order in db.orders.find():
        found.append(order)
    return found  # AIG406


@router.get("/orders/rows/cursor")
def by_cursor(connection=Depends()):
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM orders ORDER BY id")
    rows = cursor.fetchall()
    cursor.execute("SELECT count(*) FROM customers")
    return {"orders": rows, "customers": cursor.fetchone()[0]}  # AIG406


@router.get("/orders/role")
def by_role(db: Session = Depends(), user=Depends(current_user)):
    if user.role == "admin":
        return db.query(Order).all()
    return db.query(Order).filter(Order.user_id == user.id).all()
