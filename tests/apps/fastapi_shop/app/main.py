from fastapi import FastAPI

from .database import SessionDep, session_factory
from .models import Customer
from .repositories import CustomerRepository, OrderRepository
from .services import OrderService

app = FastAPI()


@app.get("/orders")
async def orders(session: SessionDep) -> list[dict]:
    customers = CustomerRepository(session)
    found = []
    for order in await OrderRepository(session).latest():
        customer = await customers.get(order.customer_id)  # AIG401
        found.append({"id": order.id, "customer": customer.name})
    return found


@app.get("/customers")
async def customers(ids: str) -> list[str]:
    async with session_factory() as session:
        return [(await session.get(Customer, int(each))).name for each in ids.split(",")]


@app.get("/customers/by-id")
async def customers_by_id(session: SessionDep, wanted: list[int]) -> list[str]:
    return [(await session.get(Customer, each)).name for each in wanted]  # AIG401


@app.get("/orders/with-customers")
async def with_customers(service: OrderService) -> list[dict]:
    return await service.with_customers()
