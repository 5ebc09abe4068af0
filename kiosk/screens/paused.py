"""Stands in place of home while a technician has paused the terminal: why in plain words, until when, and where to go."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.clock import SHANGHAI
from kiosk.core.page import Footer, Picture, Wait
from kiosk.core.text import Day, Word, say
from kiosk.core.upkeep import Pause, PauseReason
from kiosk.screens import sample
from kiosk.screens.phrases import go_to_window, window

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page
    from kiosk.core.text import Text

REASONS: Final[Mapping[PauseReason, Text]] = MappingProxyType(
    {
        PauseReason.REPAIR: say("机器正在修。"),
        PauseReason.PAPER: say("打印的纸用完了。"),
        PauseReason.RECORDS: say("正在换新的数据。"),
        PauseReason.CLEANING: say("正在打扫。"),
        PauseReason.HALL: say("大厅现在不办事。"),
    }
)
"""As people are told."""


def _until(pause: Pause, today: date) -> tuple[Text, ...]:
    if pause.until is None:
        return ()
    time = Word(pause.until.strftime("%H:%M"))
    if pause.until.date() == today:
        return (say("{time}以后就能用。", time=time),)
    return (say("{day}{time}以后就能用。", day=Day(pause.until.date(), today.year, private=False), time=time),)


def paused(pause: Pause, places: PlaceConfig, today: date) -> Page[Onward]:
    """Nobody is served now; whose fault it is not, and where it is done meanwhile."""
    return Wait(
        name="paused",
        title=say("这台机器先停一停"),
        body=(REASONS[pause.reason], *_until(pause, today), go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("这台机器先停一停。"), say("请到{window}办。", window=window(places))),
        footer=Footer(back=False, leave=False),
        idle=True,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "paused": paused(Pause(PauseReason.REPAIR), sample.PLACES, sample.NOW.date()),
    "paused-until": paused(
        Pause(PauseReason.RECORDS, datetime(2026, 11, 21, 14, 30, tzinfo=SHANGHAI)), sample.FAR, sample.NOW.date()
    ),
    "paused-for-days": paused(
        Pause(PauseReason.HALL, datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)), sample.PLACES, sample.NOW.date()
    ),
}
