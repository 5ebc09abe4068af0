"""The places, people and figures that the pages' examples show; nobody real."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from devices.roles import DocumentKind, IdCard, Sex
from kiosk.core.clock import SHANGHAI
from kiosk.core.config import PlaceConfig
from kiosk.core.money import Fen, Month
from kiosk.core.page import Header
from kiosk.core.text import Money, Surname, Word, say

PLACES: Final = PlaceConfig()
STAFFED: Final = PlaceConfig(staff_told=True)
FAR: Final = PlaceConfig(
    id_reader="屏幕右下方亮灯处",
    card_slot="屏幕右下方的卡口",
    card_side_up="芯片朝上、朝里",
    receipt_slot="屏幕左下方的小口",
    document_slot="机器右侧的出纸口",
    window="12号综合窗口",
    desk="大门右边",
)
"""The longest words a hall may have for its places."""

AGENCY: Final = "某某县社会保险事业管理局"
TODAY: Final = date(2026, 11, 21)
NOW: Final = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)
CUT_OFF: Final = date(2026, 11, 20)
NOVEMBER: Final = Month(2026, 11)
OCTOBER: Final = Month(2026, 10)
PENSION: Final = Fen(340216)
MOST: Final = Fen(99_999_999_99)
"""The largest amount a page has room for."""

CARD: Final = IdCard(
    DocumentKind.RESIDENT, "王桂芳", Sex.FEMALE, "汉", date(1958, 3, 11), "", "", "", date(2020, 1, 1), None
)

HEADER: Final = Header(say("{surname}女士，您好", surname=Surname("王")), CUT_OFF)
LONG_HEADER: Final = Header(say("{surname}先生，您好", surname=Surname("欧阳")), date(2025, 12, 31))
PLAIN_HEADER: Final = Header(say("您好"), CUT_OFF)
PAPER: Final = ((say("{label}", label=Word("一共领到")), say("{amount}", amount=Money(PENSION))),)
"""A line of a paper, for who would hear it."""
