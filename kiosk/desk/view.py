"""What the desk may see of the calls and what it may answer, as JSON: machine, kind, waiting time, and how far it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from kiosk.core.help import Call, CallState, HelpKind
from kiosk.core.values import dataclass
from kiosk.desk.board import MINUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORDS: Final[Mapping[HelpKind, str]] = {
    HelpKind.UNWELL: "有人不舒服",
    HelpKind.HELP: "请人帮忙",
    HelpKind.CARD_LEFT: "证件忘拿",
    HelpKind.PAPER_LEFT: "单子忘拿",
    HelpKind.STUCK: "卡住",
    HelpKind.NO_PAPER: "没纸",
    HelpKind.TECHNICIAN: "请技术员",
    HelpKind.TAMPERED: "机箱被动过",
    HelpKind.BATTERY: "电池快没电",
    HelpKind.READING: "读证不顺",
    HelpKind.HESITATES: "可能要帮忙",
}
"""As the desk is told; others may see its screen."""
SUPERVISOR_AFTER: Final = 3
"""Called again so often without an answer, somebody above the desk is to hear of it (H3)."""
_SUPERVISOR: Final = " · 叫组长"
MOST_BYTES: Final = 16_384
"""More than any view or answer has."""
_MOST_CALLS: Final = 32
_MOST_NUMBER: Final = 1_000_000_000


class DeskTalkUnreadable(ValueError):
    """What came is neither a view nor an answer of a desk."""


@dataclass(frozen=True)
class DeskCall:
    """One call as the desk sees it; it has waited so many seconds at the moment the view was made."""

    id: int
    kind: HelpKind
    waited_seconds: float
    state: CallState
    again: int
    minutes: int | None

    @property
    def words(self) -> str:
        """What it is about, and that the supervisor is to be told where nobody has answered for long."""
        unheard = self.state is CallState.WAITING and self.again >= SUPERVISOR_AFTER
        return WORDS[self.kind] + (_SUPERVISOR if unheard else "")


@dataclass(frozen=True)
class DeskView:
    """One terminal's open calls at one moment, the most urgent first. `version` is another whenever a call has changed."""

    machine: int
    version: str
    lines: tuple[DeskCall, ...] = ()


@dataclass(frozen=True)
class DeskAnswer:
    """What the desk says to a call: somebody comes, in so many minutes if they said, or (`here`) is beside the person."""

    call_id: int
    minutes: int | None = None
    here: bool = False


def view_of(machine: int, version: str, calls: Sequence[Call], now: float) -> DeskView:
    """Make the view of these calls at the monotonic time `now`."""
    lines = (DeskCall(c.id, c.kind, max(0.0, now - c.since), c.state, c.again, c.minutes) for c in calls)
    return DeskView(machine, version, tuple(lines))


def view_to_json(view: DeskView) -> bytes:
    """Write a view."""
    lines = [
        {
            "id": line.id,
            "kind": line.kind.value,
            "words": line.words,
            "waited": round(line.waited_seconds, 1),
            "state": line.state.value,
            "again": line.again,
            "minutes": line.minutes,
            "quiet": line.kind.quiet,
        }
        for line in view.lines
    ]
    return json.dumps({"machine": view.machine, "version": view.version, "calls": lines}, ensure_ascii=False).encode()


def view_from_json(text: bytes) -> DeskView:
    """Read a view. Raises `DeskTalkUnreadable`."""
    table = _table(_json(text))
    calls = table.get("calls")
    version = table.get("version")
    if not isinstance(calls, list) or not isinstance(version, str):
        raise DeskTalkUnreadable("a view has a version and a list of calls")
    lines = cast("list[object]", calls)
    if len(lines) > _MOST_CALLS:
        raise DeskTalkUnreadable("no terminal has so many calls")
    return DeskView(_number(table, "machine"), version, tuple(_line(_table(line)) for line in lines))


def answer_to_json(answer: DeskAnswer) -> bytes:
    """Write an answer."""
    return json.dumps({"id": answer.call_id, "minutes": answer.minutes, "here": answer.here}).encode()


def answer_from_json(text: bytes) -> DeskAnswer:
    """Read an answer. Raises `DeskTalkUnreadable`."""
    table = _table(_json(text))
    minutes, here = table.get("minutes"), table.get("here", False)
    if not isinstance(here, bool):
        raise DeskTalkUnreadable("here is true or false")
    if minutes is not None and (type(minutes) is not int or minutes not in MINUTES):
        raise DeskTalkUnreadable("nobody comes in so many minutes")
    return DeskAnswer(_number(table, "id"), minutes, here)


def _line(table: Mapping[str, object]) -> DeskCall:
    waited, minutes = table.get("waited"), table.get("minutes")
    if isinstance(waited, bool) or not isinstance(waited, int | float) or not 0 <= waited <= _MOST_NUMBER:
        raise DeskTalkUnreadable("a call has waited for some seconds")
    try:
        kind, state = HelpKind(cast("str", table.get("kind"))), CallState(cast("str", table.get("state")))
    except ValueError:
        raise DeskTalkUnreadable("there is no such kind or state of a call") from None
    coming = None if minutes is None else _number(table, "minutes")
    return DeskCall(_number(table, "id"), kind, float(waited), state, _number(table, "again"), coming)


def _json(text: bytes) -> object:
    if len(text) > MOST_BYTES:
        raise DeskTalkUnreadable("too long")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise DeskTalkUnreadable("not JSON") from None


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DeskTalkUnreadable("not a table")
    return cast("dict[str, object]", value)


def _number(table: Mapping[str, object], key: str) -> int:
    value = table.get(key)
    if type(value) is not int or not 0 <= value <= _MOST_NUMBER:
        raise DeskTalkUnreadable(f"{key} is a whole number")
    return value
