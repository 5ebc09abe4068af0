"""到场登记回执: that somebody was here with their card and the agency still has to confirm it. It certifies nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.statement.compose import notes_of
from kiosk.statement.masked import masked_name
from kiosk.statement.model import TITLES, Field, Fields, Kind, Lead, Statement, Words, written_day

if TYPE_CHECKING:
    from kiosk.core.record import Found
    from kiosk.ledger.requests import Request
    from kiosk.statement.model import Issue


def presence_receipt(found: Found, request: Request, issue: Issue) -> Statement:
    """Make the receipt of a request."""
    person = found.record.person
    return Statement(
        Kind.PRESENCE_RECEIPT,
        TITLES[Kind.PRESENCE_RECEIPT],
        "",
        issue,
        (
            Fields("", (Field("姓名", masked_name(person.name)), Field("社会保障号码", person.number.masked()))),
            Lead("登记号", request.number),
            Fields("", (Field("登记日期", written_day(request.at)),)),
            Words("", ("登记了，还没办完。", "还要等社保中心确认。", "认证不收钱，不要密码。")),
        ),
        notes_of(Kind.PRESENCE_RECEIPT, issue),
        (),
        person.number,
        found.data.cut_off,
        found.data.version,
    )
