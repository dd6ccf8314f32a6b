from functools import lru_cache


@lru_cache(maxsize=None)  # AIG304
def customer(customer_id):
    return {"id": customer_id}


@lru_cache(None)  # AIG304
def order(order_id: str):
    return {"id": order_id}


@lru_cache(maxsize=None)
def region(code):
    return code.partition("-")[0]
