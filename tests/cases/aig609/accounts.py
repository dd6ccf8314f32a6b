from django.contrib.auth.models import User
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from shop.database import get_db
from shop.models import Account, Invoice, Order

app = FastAPI()


@app.post("/accounts")
def register(email: str, db: Session = Depends(get_db)):
    existing = db.query(Account).filter(Account.email == email).first()
    if existing:
        raise HTTPException(status_code=400, detail="Email already registered")
    account = Account(email=email)  # AIG609
    db.add(account)
    db.commit()
    return account


@app.post("/accounts-async")
async def register_async(email: str, db: AsyncSession = Depends(get_db)):
    result = await db.execute(select(Account).where(Account.email == email))
    if result.scalar_one_or_none() is not None:
        raise HTTPException(status_code=400, detail="Email already registered")
    db.add(Account(email=email))  # AIG609
    await db.commit()


@app.post("/accounts-caught")
def register_caught(email: str, db: Session = Depends(get_db)):
    if db.query(Account).filter(Account.email == email).first():
        raise HTTPException(status_code=400, detail="Email already registered")
    db.add(Account(email=email))
    try:
        db.commit()
    except IntegrityError as error:
        db.rollback()
        raise HTTPException(status_code=400, detail="Email already registered") from error


@app.post("/users")
def register_user(name: str):
    if User.objects.filter(username=name).exists():
        raise HTTPException(status_code=400, detail="taken")
    return User.objects.create(username=name)  # AIG609


@app.post("/users-or-get")
def register_or_get(name: str):
    user, created = User.objects.get_or_create(username=name)
    return user


@app.post("/orders")
def order(email: str, total: int, db: Session = Depends(get_db)):
    account = db.query(Account).filter(Account.email == email).first()
    if account is None:
        raise HTTPException(status_code=404)
    db.add(Order(account_id=account.id, total=total))
    db.commit()


@app.post("/invoices")
def invoice(total: int, db: Session = Depends(get_db)):
    last = db.scalar(select(func.max(Invoice.number)))
    number = (last or 0) + 1  # AIG609
    db.add(Invoice(number=number, total=total))
    db.commit()
    return number


@app.post("/items")
def item(db: Session = Depends(get_db)):
    place = db.scalar(select(func.max(Order.position)))
    return (place or 0) + 1


def seed_accounts(db: Session, email: str):
    if db.query(Account).filter(Account.email == email).first() is None:
        db.add(Account(email=email))
        db.commit()


def preview(db: Session, email: str):
    if db.query(Account).filter(Account.email == email).first() is None:
        return render(Account(email=email))
    return None


def render(account):
    return str(account)
