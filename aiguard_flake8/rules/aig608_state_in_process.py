"""Data of the business kept in a list or dictionary of a module.

## Why it hurts

Every deployment and every crash empties it. A service that runs in more than one process has as
many versions of it as processes: the order that was just placed is found by every second request.
Nothing bounds it either, and nothing keeps two requests from changing it at once.

## Bad

```python
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
orders = {}  # AIG608

class Order(BaseModel):
    id: str
    item: str

@app.post("/orders")
def place_order(order: Order):
    orders[order.id] = order
    return order

@app.get("/orders/{order_id}")
def show_order(order_id: str):
    return orders.get(order_id)
```

## Good

```python
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from shop.orders import OrderStore, order_store

app = FastAPI()

class Order(BaseModel):
    id: str
    item: str

@app.post("/orders")
def place_order(order: Order, store: OrderStore = Depends(order_store)):
    store.add(order)
    return order

@app.get("/orders/{order_id}")
def show_order(order_id: str, store: OrderStore = Depends(order_store)):
    return store.find(order_id)
```

## When it stays silent

- The name says that it is a cache, a registry, settings, a lock, a counter, a limit, a pool, or the
  open connections of this process.
- What is put in only lives in a process: a task, a socket, a client, an object of an unknown class.
  A class of the project is known by its module: a model, fields alone, or a `to_dict`.
- One function looks up and fills it, as a cache is filled; or handlers only read it.
- No request handler of the same file writes or reads it, also through functions of the file.
- In tests, scripts, examples and pages for one user.

## References

- <https://12factor.net/processes>
"""

import ast

from aiguard_flake8.facts import process_state
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports

LEVEL = "error"


def check(_: ast.Module, file: File) -> Reports:
    """Report module-level containers that handlers write and read as data."""
    for state in process_state.states(file):
        writer, reader = state.writer.name, state.reader.name
        uses = f"{writer}() adds to it, {reader}() reads it"
        if writer == reader:
            uses = f"{writer}() adds to it and reads it"
        yield (
            state.node,
            f"{state.name} is lost on restart and differs in each worker ({uses}); keep it in a"
            " database or a shared store",
        )
