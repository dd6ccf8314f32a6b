from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from .database import session_factory, unit_of_work
from .models import Customer, Notification, Order

Model = TypeVar("Model")


class RepositoryBase(Generic[Model]):
    model: type[Model]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, ident: int) -> Model | None:
        result = await self.session.execute(select(self.model).where(self.model.id == ident))
        return result.scalar_one_or_none()

    async def by_ids(self, idents: list[int]) -> list[Model]:
        statement = select(self.model)
        statement = statement.where(self.model.id.in_(idents))
        return list(await self.session.scalars(statement))

    async def create(self, row: Model) -> Model:
        self.session.add(row)
        await self.session.commit()
        await self.session.refresh(row)
        return row


class CustomerRepository(RepositoryBase[Customer]):
    model = Customer


class OrderRepository(RepositoryBase[Order]):
    model = Order

    async def latest(self) -> list[Order]:
        return list(await self.session.scalars(select(Order).limit(50)))

    async def set_status(self, ident: int, status: str) -> None:
        await self.session.execute(update(Order).where(Order.id == ident).values(status=status))


class NotificationRepository(RepositoryBase[Notification]):
    model = Notification

    async def count_unread(self, customer_id: int) -> int:
        statement = select(Notification).where(Notification.customer_id == customer_id)
        return len((await self.session.execute(statement)).all())


class ITagRepository(Protocol):
    async def list(self, article_id: int) -> list[str]: ...


class SqlTagRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list(self, article_id: int) -> list[str]:
        rows = await self.session.scalars(select(Order.status).where(Order.id == article_id))
        return list(rows)


class FakeTagRepository:
    async def list(self, article_id: int) -> list[str]:
        return []


class PriceSource(ABC):
    @abstractmethod
    async def price(self, order_id: int) -> int: ...


class StoredPrices(PriceSource):
    async def price(self, order_id: int) -> int:
        async with session_factory() as session:
            return await session.scalar(select(Order.id).where(Order.id == order_id))


async def find_name(customer_id: int) -> str | None:
    async with unit_of_work() as session:
        return await session.scalar(select(Customer.name).where(Customer.id == customer_id))


class NameCache:
    def __init__(self) -> None:
        self._cache: dict[int, str] = {}

    async def name(self, customer_id: int) -> str:
        cached = self._cache.get(customer_id)
        if cached is not None:
            return cached
        name = await find_name(customer_id)
        self._cache[customer_id] = name
        return name
