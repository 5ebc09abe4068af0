"""The audit on the screen says its codes in words."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from kiosk.audit.catalogue import Shown
from kiosk.audit.declaring import EVENTS
from kiosk.audit.fields import OneOf
from kiosk.core.clock import SHANGHAI
from kiosk.ledger.document import PrintState
from kiosk.screens.page_titles import page_titles
from kiosk.screens.staff.audit_words import KINDS, sentence

LATIN = re.compile(r"[A-Za-z]{2,}")
AT = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)


def read(event: str, **fields: object) -> str:
    return sentence(Shown(1, AT, event, "机器", "unknown-event {}", trouble=False, fields=fields), page_titles())


def test_every_kind_of_field_has_a_word_for_each_of_its_members() -> None:
    kinds = {field.kind for event in EVENTS.values() for field in event.fields.values() if isinstance(field, OneOf)}
    assert kinds == set(KINDS)
    for kind, words in KINDS.items():
        assert set(words) == set(kind)
        assert len(set(words.values())) == len(words)
        assert not [word for word in words.values() if LATIN.search(word)]


@pytest.mark.parametrize("state", PrintState)
def test_how_a_print_ended_is_said_in_words(state: PrintState) -> None:
    assert not LATIN.search(read("print-changed", serial="0001", state=state.value))


@pytest.mark.parametrize(
    ("event", "fields", "words"),
    [
        ("signed-in", {"staff": "1003", "role": "technician"}, "工号1003登录，岗位维护员。"),
        ("page-ended", {"page": "home", "by": "person"}, "离开页面“您想办什么？”，由办事人，代码无。"),
        ("print-settled", {"staff": "0217", "serial": "01", "printed": True}, "工号0217看过单据01，打好了是。"),
        (
            "supply-changed",
            {"lane": "receipt_printer", "supply": "paper", "level": "low"},
            "设备小条打印机的纸：快没了。",
        ),
        ("service-used", {"service": "payment", "assisted": False}, "用了服务查养老金，年龄段无，有人协助否。"),
        ("self-tested", {"device": "a-new-one", "passed": False}, "工号无自检设备a-new-one，通过否。"),
        ("out-of-service-ended", {"staff": "2004", "reason": "hall"}, "恢复服务，原先原因大厅不办事，工号2004。"),
        ("out-of-service-ended", {"staff": "2004", "reason": "crash-loop"}, "恢复服务，原先原因连着出错，工号2004。"),
        ("out-of-service-over", {}, "暂停的时间到了，恢复服务。"),
        ("sign-in-refused", {"staff": "2004", "reason": "not-yours"}, "没有登录，工号2004，原因别人的卡，已试无次。"),
        ("clock-set", {"staff": "2004", "seconds": 60, "reason": "drift"}, "工号2004拨了时钟60秒，原因走得不准。"),
        ("help-called", {"kind": "tampered"}, "叫人：机箱被动过。"),
        ("help-called", {"kind": "no-longer-known"}, "叫人：no-longer-known。"),
        ("no-longer-declared", {}, "unknown-event {}"),
    ],
)
def test_a_line_reads_as_a_sentence(event: str, fields: dict[str, object], words: str) -> None:
    assert read(event, **fields) == words
