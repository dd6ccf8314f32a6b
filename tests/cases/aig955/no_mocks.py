# file: tests/test_recorder.py
from unittest.mock import MagicMock, call

from shop.testing import Recorder


class Recording:
    def was_called(self):
        return True


def test_recorder(recorder, spy):
    other = Recorder()
    assert recorder.called_once
    assert other.called_once_with(1)
    assert spy.has_been_called()
    assert Recording().was_called()


def test_right():
    send = MagicMock()
    send(1)
    send.assert_called_once()
    send.assert_called_once_with(1)
    send.assert_has_calls([call(1)])
    check = send.assert_called_once
    check()
    for assertion in (send.assert_called, send.assert_called_once):
        assertion()
    assert send.called
    assert send.call_count == 1
    send.called_with = [1]
    assert send.called_with
    total = send.any_call(1)
    return total


def test_own_assertions():
    send = MagicMock(spec=Recorder)
    send.assert_sent(1)
    send.assert_valid()
