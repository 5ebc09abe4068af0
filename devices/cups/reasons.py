"""What a printer's own words for its trouble (`printer-state-reasons`) mean for a job, for staff, and for the supplies.

    media-empty-warning
    └── word ─┘ └ level: -report, -warning, -error; none means error (RFC 8011, 5.4.12)

By that standard a warning never keeps a job from being finished. What we saw is different: the level ippeveprinter gives an
empty tray that stops everything is only its own state (idle: report, printing: warning), and CUPS passes that on. So the words
that name something in the paper's way stop a job as a warning, too; the job's own sheets tell the cases apart (`watch.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import CoverOpen, DeviceGone, DocumentFault, NoReply, PaperJam, PaperOut, TonerOut, TrayFull
from devices.health import DeviceState, Supply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.errors import DeviceError


class Level(StrEnum):
    """How grave a reason is, as the printer has it; `BARE` when it doesn't say."""

    REPORT = "report"
    WARNING = "warning"
    ERROR = "error"
    BARE = ""


_LEVELS: Final = frozenset(("report", "warning", "error"))


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its word, and how grave it is."""

    word: str
    level: Level

    @staticmethod
    def of(keyword: str) -> Reason:
        """Take a keyword apart."""
        word, _, level = keyword.rpartition("-")
        return Reason(word, Level(level)) if word and level in _LEVELS else Reason(keyword, Level.BARE)


@dataclass(frozen=True, slots=True)
class Stop:
    """What keeps a printer from printing: the kind of error, and the printer's own word for it."""

    kind: type[DeviceError]
    word: str

    def error(self) -> DeviceError:
        """Make the error to raise."""
        return self.kind(self.word)


@dataclass(frozen=True, slots=True)
class Marker:
    """One toner, ink or waste box as the printer lists it. `level` and `low` are percent; negative: not known."""

    kind: str
    level: int
    low: int


POWER_DOWN: Final = "power-down"
"""One of the Printer MIB's alerts (prtAlertCode 504), which printers may give as reasons, too. Unverified: seen of none."""

STOPS: Final[Mapping[str, type[DeviceError]]] = MappingProxyType(
    {
        # The nearest to the attendant's hand first: of several troubles the first here is the one that is named.
        "cover-open": CoverOpen,
        "door-open": CoverOpen,
        "interlock-open": CoverOpen,
        "media-jam": PaperJam,
        "input-tray-missing": PaperOut,
        "media-empty": PaperOut,
        "media-needed": PaperOut,
        "toner-empty": TonerOut,
        "marker-supply-empty": TonerOut,
        "output-area-full": TrayFull,
        "output-tray-missing": TrayFull,
        "shutdown": DeviceGone,
        POWER_DOWN: DeviceGone,
        "offline": DeviceGone,
        "connecting-to-device": NoReply,
        "timed-out": NoReply,
    }
)
"""Words that stop a job as an error or a warning."""

FAULTS: Final = frozenset(
    (
        "other",
        "paused",
        "spool-area-full",
        "developer-empty",
        "fuser-over-temp",
        "interpreter-resource-unavailable",
        "marker-waste-full",
        "opc-life-over",
    )
)
"""Words that stop a job as an error, said or bare. A word we don't know does so only where the printer says "error": makers
have bare words for harmless things."""

NOTICES: Final = frozenset(
    (
        "none",
        "media-low",
        "toner-low",
        "marker-supply-low",
        "developer-low",
        "marker-waste-almost-full",
        "opc-near-eol",
        "output-area-almost-full",
        "fuser-under-temp",  # warming up
        "moving-to-paused",
        "stopping",
        "stopped-partly",
    )
)
"""Words that stop nothing, whatever their level."""

_SUPPLIES: Final[Mapping[type[DeviceError], Mapping[str, Supply]]] = MappingProxyType(
    {PaperOut: {"paper": Supply.OUT}, PaperJam: {"paper": Supply.JAMMED}, TonerOut: {"toner": Supply.OUT}}
)
_OF_CUPS: Final = "cups-"
"""What CUPS says of its own work ("cups-waiting-for-job-completed")."""
_LOW_PERCENT: Final = 5
"""Where a printer doesn't say when a marker is low."""


def stop(keywords: Iterable[str], *, busy: bool = False, stopped: bool = False) -> Stop | None:
    """What keeps the printer from printing, None if nothing does; `busy` and `stopped` are its `printer-state`.

    A report counts unless the printer prints: ippeveprinter, while it is idle, only reports an empty tray. A printer that has
    stopped means every word as an error.
    """
    found = [
        reason
        for reason in map(Reason.of, keywords)
        if reason.word not in NOTICES and not reason.word.startswith(_OF_CUPS)
    ]
    for word, kind in STOPS.items():
        if any(reason.word == word and _counts(reason, busy=busy) for reason in found):
            return Stop(kind, word)
    for reason in found:
        bare = reason.level is Level.BARE and reason.word in FAULTS
        if reason.word not in STOPS and (stopped or bare or reason.level is Level.ERROR):
            return Stop(DocumentFault, reason.word)
    return Stop(DocumentFault, "stopped") if stopped else None


def paper(keywords: Iterable[str], *, busy: bool = False) -> Supply:
    """How much paper is left, by what the printer says now."""
    words = _words(keywords, busy=busy)
    if "media-jam" in words:
        return Supply.JAMMED
    if any(STOPS.get(word) is PaperOut for word in words):
        return Supply.OUT
    return Supply.LOW if "media-low" in words else Supply.FULL


def toner(keywords: Iterable[str], markers: Iterable[Marker] = (), *, busy: bool = False) -> Supply:
    """How much toner or ink is left: out only when a reason says so; low by a reason, or by the fill of a box."""
    words = _words(keywords, busy=busy)
    if any(STOPS.get(word) is TonerOut for word in words):
        return Supply.OUT
    boxes = (marker for marker in markers if not marker.kind.startswith("waste"))
    low = not words.isdisjoint(("toner-low", "marker-supply-low")) or any(map(_low, boxes))
    return Supply.LOW if low else Supply.FULL


def _words(keywords: Iterable[str], *, busy: bool) -> set[str]:
    found = list(map(Reason.of, keywords))
    return {reason.word for reason in found if reason.word in NOTICES or _counts(reason, busy=busy)}


def _counts(reason: Reason, *, busy: bool) -> bool:
    return reason.level is not Level.REPORT or not busy


def _low(marker: Marker) -> bool:
    return 0 <= marker.level <= (marker.low if marker.low > 0 else _LOW_PERCENT)


def state(found: Stop | None, *, busy: bool) -> DeviceState:
    """The state to show; a printer that only lacks paper or toner is on line, and its supply says the rest."""
    if found is None or found.kind in (PaperOut, TonerOut):
        return DeviceState.DEVICE_BUSY if busy else DeviceState.ONLINE
    if found.kind in (CoverOpen, TrayFull):
        return DeviceState.USER_ERROR
    if found.word == POWER_DOWN:
        return DeviceState.POWER_OFF
    return DeviceState.OFFLINE if found.kind in (DeviceGone, NoReply) else DeviceState.HARDWARE_ERROR


def supplies(found: Stop) -> Mapping[str, Supply]:
    """What a stop says of the supplies."""
    return _SUPPLIES.get(found.kind, {})
