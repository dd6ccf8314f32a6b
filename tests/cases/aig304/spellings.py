from functools import lru_cache


@lru_cache(maxsize=None)  # AIG304
def supplier(supplier_id):
    return {"id": supplier_id}


@lru_cache(None)  # AIG304
def tenant(tenant_id: str):
    return {"id": tenant_id}


@lru_cache(maxsize=None)
def region(code):
    return code.partition("-")[0]
