"""Every verb of the bench, declared once: the command line, the dock and the documentation take them from here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from devices.bench.card_verbs import DAMAGE_LABELS, ID_CARD, SOCIAL_CARD
from devices.bench.front_verbs import CODES_AND_KEYS, LIGHTS_AND_CONTACTS
from devices.bench.printer_verbs import RECEIPT_PRINTER
from devices.bench.refusal import BenchRefusal
from devices.bench.sheet_verbs import A4_PRINTER
from devices.bench.verb import DEVICES, ON_A_LINE, SPEEDS, SPOKEN_TO_FIRST, Answer, Argument, Verb, near, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.bench.station import Station

__all__ = ["DAMAGE_LABELS", "GROUPS", "VERBS", "described", "find", "perform"]


def perform(station: Station, name: str, given: Sequence[str]) -> Answer:
    """Do a verb. Raises `BenchRefusal`."""
    verb = find(name)
    return verb.run(station, verb.words(given))


def find(name: str) -> Verb:
    """Return the verb of this name. Raises `BenchRefusal`, which names the nearest one."""
    if (verb := _BY_NAME.get(name)) is None:
        raise BenchRefusal("unknown-verb", f"there is no verb {name!r}{near(name, tuple(_BY_NAME))}")
    return verb


def described() -> str:
    """Return every verb with its sentence, a line each, under the heading of its group."""
    width = max(len(verb.usage) for verb in VERBS.values() if len(verb.usage) < _USAGE_COLUMN)
    lines: list[str] = []
    for heading, verbs in GROUPS.items():
        lines += ["", f"{heading}:"]
        for verb in verbs:
            sentence = f"{verb.sentence} (also: {', '.join(verb.also)})" if verb.also else verb.sentence
            if len(verb.usage) > width:
                lines += [f"  {verb.usage}", f"  {'':{width}}  {sentence}"]
            else:
                lines.append(f"  {verb.usage:{width}}  {sentence}")
    lists = {
        argument.name: argument.choices for verb in VERBS.values() for argument in verb.arguments if argument.is_long
    }
    lines += ["", *(f"{name}: {', '.join(choices)}" for name, choices in lists.items())]
    return "\n".join(lines).strip()


_USAGE_COLUMN: Final = 36


def _pull(station: Station, words: Sequence[str]) -> Answer:
    station.pull(words[0])
    return said(f"{words[0]} is pulled")


def _plug(station: Station, words: Sequence[str]) -> Answer:
    station.plug(words[0])
    return said(f"{words[0]} is plugged in")


def _renumber(station: Station, words: Sequence[str]) -> Answer:
    return said(f"{words[0]} is {station.renumber(words[0])} now")


def _line(character: str) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        station.line(words[0], character)
        return said(f"the line of {words[0]} is {character}")

    return run


def _leave_at(station: Station, words: Sequence[str]) -> Answer:
    station.leave_at(words[0], int(words[1]))
    return said(f"{words[0]} is set to {words[1]} baud")


def _record(station: Station, words: Sequence[str]) -> Answer:
    station.record(words[0])
    return said(f"recording {words[0]} from now on")


def _bytes(station: Station, words: Sequence[str]) -> Answer:
    job, to_device, to_host = map(str, station.recorded(words[0]))
    return said(job, job=job, to_device=to_device, to_host=to_host)


def _state(station: Station, words: Sequence[str]) -> Answer:
    del words
    return said("", state=asdict(station.state()))


def _seen(station: Station, words: Sequence[str]) -> Answer:
    del words
    return said("", seen=asdict(station.seen()))


def _quit(station: Station, words: Sequence[str]) -> Answer:
    del words
    station.quitting.set()
    return said("the bench ends")


_ANY: Final = (Argument("DEVICE", tuple(DEVICES)),)
_LINE: Final = (Argument("LINE", ON_A_LINE),)
_SPEED: Final = (Argument("LINE", SPOKEN_TO_FIRST), Argument("BAUD", SPEEDS, "9600"))

CABLES: Final = (
    Verb("pull", "pull a device's cable", _pull, _ANY, "拔线"),
    Verb("plug", "plug it in again", _plug, _ANY, "插线"),
    Verb("renumber", "let a device come back as another port of the system", _renumber, _LINE, "换串口号"),
    Verb("slow", "make a line slow", _line("slow"), _LINE, "慢线"),
    Verb("noisy", "make a line noisy", _line("noisy"), _LINE, "杂音"),
    Verb("stuck", "let a line take no more bytes from the terminal", _line("stuck"), _LINE, "堵住"),
    Verb("wedged", "let a line hang: it takes nothing and gives nothing", _line("wedged"), _LINE, "卡死"),
    Verb("normal", "make a line good again", _line("normal"), _LINE, "好线"),
    Verb(
        "leave-at-speed", "let a card reader be set to another speed than the terminal's", _leave_at, _SPEED, "换速率"
    ),
    Verb("record", "forget what a line has carried so far", _record, _LINE),
    Verb("bytes", "write what a line has carried to files, and name that of the newest job", _bytes, _LINE),
)
ITSELF: Final = (
    Verb("state", "print how everything is, as JSON", _state),
    Verb("seen", "print how often what has happened, as JSON", _seen),
    Verb("quit", "end the bench", _quit),
)

GROUPS: Final[Mapping[str, Sequence[Verb]]] = {
    "ID card": ID_CARD,
    "social-security card": SOCIAL_CARD,
    "codes and keys": CODES_AND_KEYS,
    "lights and contacts": LIGHTS_AND_CONTACTS,
    "receipt printer": RECEIPT_PRINTER,
    "A4 printer (--documents cups)": A4_PRINTER,
    "cables": CABLES,
    "the bench itself": ITSELF,
}
"""All verbs, as they are listed."""
VERBS: Final[Mapping[str, Verb]] = {verb.name: verb for verbs in GROUPS.values() for verb in verbs}
_BY_NAME: Final[Mapping[str, Verb]] = {
    **VERBS,
    **{name: verb for verb in VERBS.values() for name in verb.also},
}
