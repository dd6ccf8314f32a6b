# file: tests/test_orders.py
import json
import os
import unittest

import pytest

from shop.orders import create_order, delete_order, get_order


def test_fails():
    try:
        create_order({})
    except Exception as error:
        pytest.fail(f"no order: {error}")


def test_skips():
    try:
        create_order({})
    except Exception:
        pytest.skip("no database")


def test_raises():
    try:
        create_order({})
    except Exception as error:
        if "item" not in str(error):
            raise


def test_asserts():
    try:
        create_order({})
    except Exception as error:
        assert "item" in str(error)


def test_expects():
    try:
        create_order({})
        pytest.fail("an order without an item")
    except Exception:
        pass


def test_expects_in_else():
    try:
        create_order({})
    except Exception:
        pass
    else:
        raise AssertionError("an order without an item")


def test_expects_after():
    try:
        create_order({})
    except Exception:
        return
    assert False, "an order without an item"


def test_keeps():
    caught = None
    try:
        create_order({})
    except Exception as error:
        caught = error
    assert caught


def test_checks_after():
    try:
        create_order({})
    except Exception:
        pass
    assert get_order(1) is None


def test_another_handler_judges():
    try:
        create_order({})
    except AttributeError as error:
        if "total" in str(error):
            raise AssertionError("regression") from error
    except Exception:
        pass


def test_cleans_up(tmp_path):
    try:
        os.remove(tmp_path / "orders.db")
    except Exception:
        pass


def test_retries():
    for attempt in range(3):
        try:
            create_order({"try": attempt})
            break
        except Exception:
            continue


def test_candidates():
    for kind in ("Subtask", "Sub-task"):
        try:
            order = create_order({"kind": kind})
            assert order.kind == kind
            return
        except Exception:
            continue
    pytest.skip("no kind of subtask")


def test_optional():
    try:
        import orjson
    except Exception:
        orjson = None
    print(orjson)


def test_nested():
    order = create_order({})
    try:
        json.loads(order.text)
    except Exception:
        print(order.text)


def test_optional_message(messages):
    index = 0
    try:
        assert messages[index].kind == "greeting"
        index += 1
    except Exception:
        pass
    assert messages[index].kind == "order"


def test_helper_judges(reporter):
    try:
        create_order({})
    except Exception as error:
        reporter.failed(error)


def wait_for_order():
    try:
        return get_order(1)
    except Exception:
        return None


class OrderTest(unittest.TestCase):
    def test_exit(self):
        try:
            delete_order(1)
        except SystemExit:
            pass

    def tearDown(self):
        try:
            delete_order(1)
        except Exception:
            pass
