# file: tests/test_by_hand.py
from shop.orders import create_order


def test_order(client):
    try:
        create_order(client)
    except Exception as error:
        print(f"failed: {error}")


def test_count(client):
    try:
        create_order(client)
    except Exception as error:
        print(f"failed: {error}")
        return False
    return True


if __name__ == "__main__":
    test_order(object())
    print(test_count(object()))
