from django.db import transaction
from django.db.models import F
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from shop.models import Account, CartItem, Page, Product


def withdraw(session: Session, ident: int, amount: int):
    account = session.query(Account).filter(Account.id == ident).one()
    if account.balance < amount:
        raise ValueError("not enough")
    account.balance -= amount  # AIG610
    session.commit()


async def pay_in(session: AsyncSession, ident: int, amount: int):
    result = await session.execute(select(Account).where(Account.id == ident))
    account = result.scalar_one()
    account.balance = account.balance + amount  # AIG610
    await session.commit()


def buy(ident, quantity):
    product = Product.objects.get(pk=ident)
    product.stock -= quantity  # AIG610
    product.save()


def buy_locked(ident, quantity):
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=ident)
        product.stock -= quantity
        product.save()


def buy_computed(ident, quantity):
    Product.objects.filter(pk=ident).update(stock=F("stock") - quantity)


def withdraw_locked(session: Session, ident: int, amount: int):
    account = session.query(Account).filter(Account.id == ident).with_for_update().one()
    account.balance -= amount
    session.commit()


def withdraw_computed(session: Session, ident: int, amount: int):
    session.execute(
        update(Account).where(Account.id == ident).values(balance=Account.balance - amount)
    )
    session.commit()


def show(session: Session, ident: int):
    page = session.query(Page).filter(Page.id == ident).one()
    page.views += 1
    session.commit()


def total(session: Session, ident: int, discount: int):
    account = session.query(Account).filter(Account.id == ident).one()
    account.balance -= discount
    return account.balance


def add_up(account, amounts):
    for amount in amounts:
        account.balance += amount
    account.save()


def put_into_cart(cart, product):
    cart_item = CartItem.objects.get(cart=cart, product=product)
    cart_item.quantity += 1
    cart_item.save()
