# file: tests/test_orders.py
import logging
import traceback
import unittest

from shop.orders import create_order, delete_order, get_order, rename

logger = logging.getLogger(__name__)


def test_pass():
    try:
        create_order({})
    except Exception:  # AIG952
        # Expected to fail without a database
        pass


def test_print():
    try:
        assert create_order({}).total == 20
    except AssertionError as error:  # AIG952
        print("failed:", str(error))


async def test_log(client):
    try:
        response = await client.get("/orders")
        assert response.status_code == 200
    except Exception as error:  # AIG952
        logger.warning("orders failed: %s", error)
        traceback.print_exc()


def test_returns():
    try:
        create_order({})
        return True
    except:  # AIG952
        return False


def test_assertion_after_does_not_help():
    try:
        deleted = get_order(1)
        assert deleted is None
    except Exception as error:  # AIG952
        logger.info("deleted: %s", type(error).__name__)
    assert get_order(2) is not None


def test_tautology_after():
    try:
        create_order({})
    except Exception:  # AIG952
        pass
    assert True


class OrderTest(unittest.TestCase):
    def test_order(self):
        with self.subTest("first"):
            try:
                self.assertEqual(create_order({}).total, 20)
            except Exception as error:  # AIG952
                print(f"Order failed: {error}")

    def test_later(self):
        total = create_order({}).total
        try:
            assert total == 20
            print("ok")
        except AssertionError:  # AIG952
            print("not ok")


def test_narrow():
    try:
        rename(1, "")
    except ValueError:  # missed AIG952
        pass
    delete_order(1)


class OwnFailureTest(unittest.TestCase):
    def test_expects(self):
        try:
            create_order({})
            self.fail("an order without an item")
        except Exception:  # AIG952
            pass

    def test_asserts_false(self):
        try:
            create_order({})
            assert False, "an order without an item"
        except (ValueError, Exception):  # AIG952
            return
