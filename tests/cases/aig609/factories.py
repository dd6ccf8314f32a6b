# file: shop/factories.py
from shop.models import Account


def account_of(email):
    found = Account.objects.filter(email=email).first()
    if found is None:
        found = Account.objects.create(email=email)
    return found
