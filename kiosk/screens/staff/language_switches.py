"""The languages people may choose, each to be switched on and off: those that have a catalogue, and which of them are drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kiosk.core.languages import CHINESE, LANGUAGES, on_offer
from kiosk.core.page import Action, Gauge, Panel, Tone
from kiosk.core.text import Word, say
from kiosk.core.upkeep import SettingsRefused
from kiosk.core.values import dataclass
from kiosk.screens.staff.machine import asking_upkeep
from kiosk.screens.staff.phrases import FOOTER, SAMPLE_TECHNICIAN, header

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep

OFFERED: Final = "languages.offered"
"""The key of kiosk.toml."""
ALL_SET: Final = "done"


@dataclass(frozen=True)
class Tongues:
    """The codes kiosk.toml offers, as they stand there, and every language with a catalogue: its code, and whether a draft."""

    offered: tuple[str, ...]
    shipped: Mapping[str, bool]

    def written(self, on: AbstractSet[str]) -> tuple[str, ...]:
        """Return what the file is to say once these are on: what it said where they are the same. Chinese always is on."""
        if on == frozenset(self.offered):
            return self.offered
        return tuple(code for code in LANGUAGES if code == CHINESE or code in on)


def reading_languages() -> Page[Tongues | SettingsRefused]:
    """Look which languages the file offers, and which there are."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Tongues | SettingsRefused:
        try:
            offered = cast("tuple[str, ...]", upkeep.value(OFFERED))
        except SettingsRefused as refusal:
            return refusal
        there = on_offer(tuple(LANGUAGES))
        return Tongues(offered, {language.code: draft for language, draft in there if language.code != CHINESE})

    return asking_upkeep("reading_languages", work)


def which_languages(tongues: Tongues, on: AbstractSet[str], member: StaffMember) -> Page[str]:
    """Every language there is; a touch switches one. Answers its code, or `ALL_SET`."""
    drafts = (say("“试用”的，还没人签字。"),) if any(tongues.shipped.values()) else ()
    return Panel(
        name="which_languages",
        title=say("屏幕上能换成哪些语言？"),
        body=(say("中文一直有，关不掉。"), *drafts),
        gauges=tuple(_gauge(code, on=code in on, draft=draft) for code, draft in tongues.shipped.items()),
        actions=(Action(say("就这样"), ALL_SET, "check", Tone.GO),),
        header=header(member),
        footer=FOOTER,
    )


def _gauge(code: str, *, on: bool, draft: bool) -> Gauge[str]:
    language = LANGUAGES[code]
    turn = Action(say("关上") if on else say("打开"), code)
    sign = "" if on else "ban"
    name = say("{chinese}　{name}", chinese=Word(language.chinese), name=Word(language.name))
    return Gauge(name, _state(on=on, draft=draft), on or None, action=turn, sign=sign)


def _state(*, on: bool, draft: bool) -> Text:
    if draft:
        return say("已打开，试用") if on else say("没打开，试用")
    return say("已打开") if on else say("没打开")


_ALL: Final = Tongues((CHINESE, "en", "bo"), {code: code != "en" for code in LANGUAGES if code != CHINESE})

EXAMPLES: Mapping[str, Page[object]] = {
    "reading": reading_languages(),
    "languages": which_languages(_ALL, frozenset(_ALL.offered), SAMPLE_TECHNICIAN),
    "all-signed": which_languages(Tongues((CHINESE,), {"en": False}), frozenset({CHINESE}), SAMPLE_TECHNICIAN),
}
