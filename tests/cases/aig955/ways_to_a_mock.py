# file: tests/test_checkout.py
import unittest
from unittest import mock
from unittest.mock import AsyncMock, Mock, create_autospec, patch

import pytest
from pytest_mock import MockerFixture

from shop.checkout import Mailer, checkout


@patch("shop.checkout.log")
@patch("shop.checkout.send", autospec=True)
def test_decorators(send, log):
    checkout(1)
    send.assert_called_once  # AIG955
    send.called_once_with(1)  # AIG955
    log.info.assert_caled_with("sent")  # AIG955
    assert log.was_called  # AIG955


@patch("shop.checkout.log", new=print)
@patch("shop.checkout.send")
def test_a_replacement_is_not_passed(send, table):
    assert send.called_once()  # AIG955
    assert table.has_calls()


def test_contexts():
    with patch("shop.checkout.send") as send, patch.object(Mailer, "open", new=list) as opened:
        checkout(1)
    send.has_calls([mock.call(1)])  # AIG955
    opened.has_calls()
    with patch("shop.checkout.wait", new_callable=AsyncMock) as wait:
        wait.awaited_once()  # AIG955
    with patch("shop.checkout.wait", new=AsyncMock()) as wait:
        wait.awaited_once()  # AIG955
    with patch("shop.checkout.wait", new_callable=dict) as wait:
        wait.any_call()
    patcher = mock.patch("shop.checkout.log")
    log = patcher.start()
    log.called_with(1)  # AIG955


def test_fixture(mocker):
    send = mocker.patch("shop.checkout.send")
    close = mocker.patch.object(Mailer, "close")
    stub = mocker.stub()
    made = mocker.MagicMock()
    real = mocker.patch("shop.checkout.table", new=dict())
    checkout(1)
    send.called_once_with(1)  # AIG955
    assert close.called_once  # AIG955
    stub.not_called()  # AIG955
    made.run.any_call(1)  # AIG955
    real.any_call(1)


def test_annotated_fixture(mocker: MockerFixture):
    send = mocker.patch("shop.checkout.send")
    mocker.spy(Mailer, "close").called_once_with()  # AIG955
    send.assert_called_once_wiht(1)  # AIG955


@pytest.fixture
def mailer():
    return Mock()


@pytest.fixture
def opened():
    with patch("shop.checkout.open") as opened:
        yield opened


@pytest.fixture
def table():
    return {}


def test_own_fixtures(mailer, opened, table, mock_clock):
    mailer.send.called_once()  # AIG955
    opened.called_once_with("a")  # AIG955
    table.has_calls()
    mock_clock.called_with(1)  # AIG955


async def test_await():
    send = AsyncMock()
    await checkout(send)
    send.awaited_once_with(1)  # AIG955
    send.assert_awaited_once  # AIG955
    shop = create_autospec(Mailer)
    shop.send.called_once()  # AIG955


def test_attributes(service):
    service.mailer = Mock()
    service.mailer.send.called_once()  # AIG955
    service.other.called_once()


class CheckoutTest(unittest.TestCase):
    def setUp(self):
        self.mailer = Mock(name="mailer")

    def test_checkout(self):
        checkout(1, self.mailer)
        self.assertTrue(self.mailer.send.called_once_with(1))  # AIG955
        self.assertTrue(self.mailer.send.assert_called_once)  # AIG955
        assert not self.mailer.send.assert_called  # AIG955


@patch("shop.checkout.log")
class PatchedTest(unittest.TestCase):
    def test_checkout(self, log):
        log.called_once()  # AIG955

    def helper(self, log):
        log.called_once()
