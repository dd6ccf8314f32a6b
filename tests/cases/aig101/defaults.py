# file: shop/reports.py
def export(orders, client, names):
    people = {}
    try:
        found = client.fetch_people()
        people = {each.id: each.name for each in found}
    except Exception:
        pass
    return [(order.id, people.get(order.customer, "")) for order in orders]


def count(client):
    number = 0
    try:
        number = client.count_orders("open")
    except Exception:  # AIG101
        pass
    return number


def register(registry, jobs):
    for job in jobs:
        name = job.kind
        print(name)
        try:
            name = name.lower()
            decorate = registry.load_decorator(job.kind)
            job.run = decorate(job.run)
        except Exception:  # AIG101
            pass
    return len(jobs)
