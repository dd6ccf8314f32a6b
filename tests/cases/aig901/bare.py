import lxml.html


def parse_box(title):
    """Four numbers out of a title."""
    pass


def words_of(page):
    return [parse_box(each.get("title")) for each in lxml.html.fromstring(page)]


def plan(order):
    """Decide who does which step."""
    pass


def run(order):
    plan(order)
    return order.submit()


def start(orders):
    return [run(order) for order in orders]


def price_of(order):  # AIG901
    """What an order costs."""
    pass


def charge(order):
    return order.pay(price_of(order))


def close(orders):
    for order in orders:
        charge(order)
