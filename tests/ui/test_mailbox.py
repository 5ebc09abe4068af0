"""The one way into Qt's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from kiosk.ui.mailbox import Mailbox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_messages_from_other_threads_arrive_in_order_in_qts(qapp: QApplication) -> None:  # noqa: ARG001
    taken: list[tuple[object, int]] = []
    mailbox = Mailbox(lambda message: taken.append((message, threading.get_ident())))

    def post() -> None:
        for number in range(100):
            mailbox.post(number)

    thread = threading.Thread(target=post)
    thread.start()
    thread.join()
    assert taken == []
    QTest.qWait(50)
    assert taken == [(number, threading.get_ident()) for number in range(100)]


def test_a_message_from_qts_own_thread_waits_its_turn(qapp: QApplication) -> None:  # noqa: ARG001
    taken: list[object] = []
    mailbox = Mailbox(taken.append)
    mailbox.post("one")
    assert taken == []
    QTest.qWait(10)
    assert taken == ["one"]


def test_what_comes_after_the_end_is_handed_to_nobody(qapp: QApplication) -> None:  # noqa: ARG001
    taken: list[object] = []
    mailbox = Mailbox(taken.append)
    mailbox.post("before")
    mailbox.close()
    mailbox.post("after")
    QTest.qWait(10)
    assert taken == []
