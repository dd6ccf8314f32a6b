from fastapi import FastAPI

app = FastAPI()


def clear_cache():
    """
    Stub kept so call sites are stable. Nothing is cached at the moment.
    """


def clear_prices():  # AIG901
    """Forget the prices."""
    pass  # TODO: implement


@app.post("/orders")
def order(number: int):
    clear_cache()
    clear_prices()
    return number
