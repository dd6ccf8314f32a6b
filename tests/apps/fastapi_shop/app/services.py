from .models import Customer, Notification, Order
from .repositories import (
    CustomerRepository,
    ITagRepository,
    NameCache,
    NotificationRepository,
    OrderRepository,
    PriceSource,
    find_name,
)

names = NameCache()


class OrderService:
    def __init__(
        self,
        orders: OrderRepository,
        customers: CustomerRepository,
        tags: ITagRepository,
        prices: PriceSource,
    ) -> None:
        self.orders = orders
        self.customers = customers
        self.tags = tags
        self.prices = prices

    async def with_customers(self) -> list[dict]:
        found = []
        for order in await self.orders.latest():
            customer = await self.customers.get(order.customer_id)  # AIG401
            found.append({"id": order.id, "customer": customer.name})
        return found

    async def with_customers_at_once(self) -> list[dict]:
        orders = await self.orders.latest()
        rows = await self.customers.by_ids([order.customer_id for order in orders])
        by_id = {row.id: row for row in rows}
        return [{"id": each.id, "customer": by_id[each.customer_id].name} for each in orders]

    async def with_tags(self, orders: list[Order]) -> list[dict]:
        return [await self._info(order) for order in orders]  # AIG417

    async def _info(self, order: Order) -> dict:
        return {"id": order.id, "tags": await self.tags.list(order.id)}

    async def total(self, orders: list[Order]) -> int:
        return sum([await self.prices.price(order.id) for order in orders])  # AIG417

    async def names(self, orders: list[Order]) -> dict[int, str]:
        found = {}
        for order in orders:
            customer_id = order.customer_id
            found[order.id] = await find_name(customer_id)  # AIG417
        return found

    async def remembered_names(self, orders: list[Order]) -> list[str]:
        return [await names.name(order.customer_id) for order in orders]

    async def names_once_each(self, orders: list[Order]) -> dict[int, str]:
        known: dict[int, str] = {}
        for order in orders:
            if order.customer_id not in known:
                known[order.customer_id] = await find_name(order.customer_id)
        return known

    async def first_known(self, candidates: list[int]) -> Customer | None:
        for candidate in candidates:
            customer = await self.customers.get(candidate)
            if customer is not None:
                return customer
        return None

    async def must_all_exist(self, customer_ids: list[int]) -> None:
        for customer_id in customer_ids:
            if await self.customers.get(customer_id) is None:  # AIG417
                raise LookupError(f"no customer {customer_id}")

    async def close(self, order_ids: list[int]) -> None:
        for order_id in order_ids:
            await self.orders.set_status(order_id, "closed")


async def notify(notifications: NotificationRepository, customer_ids: list[int], text: str) -> None:
    for customer_id in customer_ids:
        await notifications.create(Notification(customer_id=customer_id, text=text))  # AIG405
        unread = await notifications.count_unread(customer_id)
        print_badge(customer_id, unread)


async def refresh_badges(notifications: NotificationRepository, customer_ids: list[int]) -> None:
    for customer_id in customer_ids:
        print_badge(customer_id, await notifications.count_unread(customer_id))  # AIG417


async def notify_at_once(session, customer_ids: list[int], text: str) -> None:
    for customer_id in customer_ids:
        session.add(Notification(customer_id=customer_id, text=text))
    await session.commit()


def print_badge(customer_id: int, unread: int) -> None:
    badges[customer_id] = unread


badges: dict[int, int] = {}
