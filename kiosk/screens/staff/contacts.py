"""The contacts of the machine: what each says now, and trying one after the other with one's own hands."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from devices.roles import Sense
from kiosk.core.lane import INDICATORS
from kiosk.core.page import Action, Gauge, Picture, Wait
from kiosk.core.text import Word, say
from kiosk.core.upkeep import UPKEEP
from kiosk.core.values import dataclass
from kiosk.screens.staff.maintenance import CHANGE_SECONDS, LOOK_SECONDS
from kiosk.screens.staff.phrases import NO_WAY_OUT
from kiosk.screens.staff.testing import Saw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep


@dataclass(frozen=True)
class Contacts:
    """Which are wired, and what those say now; one that was not read yet is missing, as a board that is away says nothing."""

    wired: frozenset[Sense] = frozenset()
    says: Mapping[Sense, bool] = field(default_factory=lambda: MappingProxyType({}))


class _Words(NamedTuple):
    """What a contact is called, what it says on and off, what brings either about, and whether on is as it should be."""

    name: Text
    on: Text
    off: Text
    bring_on: Text
    bring_off: Text
    on_is_well: bool


_WORDS: Final[Mapping[Sense, _Words]] = MappingProxyType(
    {
        Sense.PRESENCE: _Words(
            say("人感应"), say("有人"), say("没人"), say("请站到机器前面"), say("请从机器前走开"), on_is_well=True
        ),
        Sense.HEADSET: _Words(
            say("耳机"), say("插着"), say("没插"), say("请插上耳机"), say("请拔下耳机"), on_is_well=True
        ),
        Sense.DOOR: _Words(
            say("机门"), say("开着"), say("关着"), say("请打开机门"), say("请关上机门"), on_is_well=False
        ),
        Sense.TAMPER: _Words(
            say("防拆"), say("有人动过"), say("没人动"), say("请松开防拆开关"), say("请压住防拆开关"), on_is_well=False
        ),
        Sense.MAINS_LOST: _Words(
            say("市电"), say("停电了"), say("有电"), say("请断开市电"), say("请接上市电"), on_is_well=False
        ),
        Sense.BATTERY_LOW: _Words(
            say("备用电池"),
            say("电不足"),
            say("够用"),
            say("请让电池报电不足"),
            say("请让电池报够用"),
            on_is_well=False,
        ),
    }
)
_NOT_READ: Final = say("不知道")


def read_contacts(upkeep: Upkeep) -> Contacts:
    """Look what the contacts say."""
    written = upkeep.settings(INDICATORS.name).get("senses")
    return Contacts(frozenset(s for s in Sense if isinstance(written, dict) and s.value in written), upkeep.senses())


def contacts_now() -> Page[Contacts]:
    """Look what the contacts say."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Contacts:
        return read_contacts(upkeep)

    return Wait(
        name="contacts_now",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def gauges(contacts: Contacts) -> tuple[Gauge[Any], ...]:
    """A line for every contact there can be."""
    return tuple(_gauge(sense, contacts) for sense in Sense)


def _gauge(sense: Sense, contacts: Contacts) -> Gauge[Any]:
    words, says = _WORDS[sense], contacts.says.get(sense)
    if sense not in contacts.wired:
        return Gauge(words.name, say("没接线"), None)
    return Gauge(words.name, _state(sense, says), None if says is None else words.on_is_well or not says)


def _state(sense: Sense, says: bool | None) -> Text:  # noqa: FBT001 - what the contact says
    words = _WORDS[sense]
    return _NOT_READ if says is None else words.on if says else words.off


def try_contact(sense: Sense, says: bool | None) -> Page[Saw]:  # noqa: FBT001 - what the contact says
    """Have somebody make the contact say something else than it `says` now; the page goes on by itself once it does."""
    words = _WORDS[sense]

    def work(upkeep: Upkeep, deadline: Deadline, _report: Report) -> Saw:
        first, now = says, upkeep.senses()
        while True:
            if first is None:
                first = now.get(sense)
            elif now.get(sense) is (not first):
                return Saw.GOOD
            now = upkeep.senses_changed(now, deadline, CHANGE_SECONDS)

    return Wait(
        name=f"try_{sense}",
        title=words.bring_off if says else words.bring_on,
        body=(say("现在：{state}。", state=Word(_state(sense, says).message)), say("看它变没变，变了就下一个。")),
        picture=Picture.OPEN_DOOR if sense is Sense.DOOR else Picture.HELP,
        actions=(
            Action(say("没变，或反了"), Saw.BAD, "triangle-alert"),
            Action(say("这个不试"), Saw.SKIPPED, "arrow-right"),
            Action(say("先不试"), Saw.NOT_NOW, "x"),
        ),
        jobs=(UPKEEP.job(work),),
        footer=NO_WAY_OUT,
        patient=True,
    )


SAMPLE_CONTACTS: Final = Contacts(
    frozenset(Sense) - {Sense.HEADSET},
    MappingProxyType({Sense.PRESENCE: True, Sense.DOOR: True, Sense.TAMPER: False, Sense.MAINS_LOST: False}),
)

EXAMPLES: Mapping[str, Page[object]] = {
    "looking": contacts_now(),
    "try-door": try_contact(Sense.DOOR, says=False),
    "try-presence": try_contact(Sense.PRESENCE, says=True),
    "try-unread": try_contact(Sense.BATTERY_LOW, says=None),
}
