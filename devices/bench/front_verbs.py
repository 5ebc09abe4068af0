"""The verbs of the machine's front: codes before the scanner, keys, lamps that shine, and what its contacts feel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.board import LAMP_LABELS
from devices.bench.card_verbs import STAFF_NUMBER
from devices.bench.refusal import BenchRefusal
from devices.bench.verb import Answer, Argument, Verb, said
from devices.roles import Key, Sense

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.bench.station import Station

# -- codes and keys -------------------------------------------------------------------------------------------


def _hold_before(station: Station, code: str) -> Answer:
    read = station.scanner.scan(code)
    return said("the code was read" if read else "the scanner's light is off: the code was not read", read=read)


def _scan(station: Station, words: Sequence[str]) -> Answer:
    return _hold_before(station, words[0])


def _scan_paper(station: Station, words: Sequence[str]) -> Answer:
    del words
    code = station.papers.newest_code()
    if not code:
        raise BenchRefusal("no-code", "no receipt with a code has come out yet")
    return _hold_before(station, code)


def _scan_staff(station: Station, words: Sequence[str]) -> Answer:
    return _hold_before(station, station.member(words[0]).code)


def _key(station: Station, words: Sequence[str]) -> Answer:
    try:
        station.keypad.press(Key(words[0]))
    except KeyError:
        raise BenchRefusal("no-such-key", f"this terminal's keypad has no key {words[0]}") from None
    return said(f"key {words[0]}")


def _hold(station: Station, words: Sequence[str]) -> Answer:
    try:
        station.keypad.hold(Key(words[0]))
    except KeyError:
        raise BenchRefusal("no-such-key", f"this terminal's keypad has no key {words[0]}") from None
    return said(f"key {words[0]} is held down")


def _let_go(station: Station, words: Sequence[str]) -> Answer:
    del words
    station.keypad.let_go()
    return said("no key is held down")


_KEY: Final = (Argument("KEY", tuple(key.value for key in Key)),)

CODES_AND_KEYS: Final = (
    Verb("scan", "hold CODE before the scanner", _scan, (Argument("CODE", free=True),), "扫码"),
    Verb("scan-paper", "hold the newest receipt's own code before it", _scan_paper, label="扫打出的单子"),
    Verb(
        "scan-staff-card",
        "hold the code card of who has this staff number before it",
        _scan_staff,
        (STAFF_NUMBER,),
        "扫员工码",
    ),
    Verb("key", "press a key: up, enter, help, 7, ...", _key, _KEY, "按键"),
    Verb("hold-key", "press a key and hold it down", _hold, _KEY),
    Verb("let-go", "let it go", _let_go),
)

# -- lamps and contacts ---------------------------------------------------------------------------------------


def _lights(station: Station, words: Sequence[str]) -> Answer:
    del words
    glows = station.board.glows
    shining = [f"{name} {glow}" for name, glow in glows.items() if glow != "off"]
    return said(", ".join(shining) or "no lamp shines", lights=glows)


def _contact(sense: Sense, sentences: Mapping[str, str]) -> Callable[[Station, Sequence[str]], Answer]:
    """Make a verb of a contact; its first word is the one for which the contact holds."""
    holding = next(iter(sentences))

    def run(station: Station, words: Sequence[str]) -> Answer:
        station.board.set(sense, holds=words[0] == holding)
        return said(sentences[words[0]])

    return run


def _contact_verb(name: str, sentence: str, sense: Sense, label: str, **sentences: str) -> Verb:
    return Verb(name, sentence, _contact(sense, sentences), (Argument("HOW", tuple(sentences)),), label)


def _power_board(station: Station, words: Sequence[str]) -> Answer:
    station.board.simulator.power(on=words[0] == "on")
    return said(f"the board with lamps and contacts has {'power' if words[0] == 'on' else 'no power'}")


CONTACTS: Final[Mapping[Sense, tuple[str, str, str]]] = {
    Sense.PRESENCE: ("presence", "on", "off"),
    Sense.HEADSET: ("headset", "in", "out"),
    Sense.DOOR: ("door", "open", "close"),
    Sense.TAMPER: ("tamper", "on", "off"),
    Sense.MAINS_LOST: ("mains", "lost", "back"),
    Sense.BATTERY_LOW: ("battery", "low", "good"),
}
"""Each contact's verb, its word when the contact holds, and when it doesn't."""

LIGHTS_AND_CONTACTS: Final = (
    Verb("lights", f"print which lamps shine ({', '.join(lamp.value for lamp in LAMP_LABELS)})", _lights),
    _contact_verb(
        "presence",
        "let somebody stand before the terminal, or go",
        Sense.PRESENCE,
        "有人站着",
        on="somebody stands there",
        off="nobody stands there",
    ),
    _contact_verb(
        "headset",
        "plug a headset in, or pull it out",
        Sense.HEADSET,
        "插耳机",
        **{"in": "a headset is plugged in", "out": "no headset"},
    ),
    _contact_verb(
        "door",
        "open the machine's door, or close it",
        Sense.DOOR,
        "机门打开",
        open="the door is open",
        close="the door is closed",
    ),
    _contact_verb(
        "tamper",
        "let the tamper contact speak, or be still",
        Sense.TAMPER,
        "被撬动",
        on="somebody tampers",
        off="nobody tampers",
    ),
    _contact_verb(
        "mains",
        "take the mains away (the battery carries on), or give it back",
        Sense.MAINS_LOST,
        "停电",
        lost="the mains is gone",
        back="the mains is back",
    ),
    _contact_verb(
        "battery",
        "let the battery run low, or charge it",
        Sense.BATTERY_LOW,
        "电池不足",
        low="the battery is low",
        good="the battery is good",
    ),
    Verb(
        "board-power",
        "take the power of the board with lamps and contacts away, or give it back",
        _power_board,
        (Argument("HOW", ("on", "off")),),
    ),
)
