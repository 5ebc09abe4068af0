"""Every verb of the bench, declared once: the command line, the dock and the documentation take them from here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from devices.bench.refusal import BenchRefusal
from devices.bench.verb import DEVICES, ON_A_LINE, Answer, Argument, Verb, near
from devices.escpos.simulator import EscPosSimulator
from devices.id_sam.simulator import ModuleFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.bench.station import Station


def perform(station: Station, name: str, given: Sequence[str]) -> Answer:
    """Do a verb. Raises `BenchRefusal`."""
    verb = find(name)
    return verb.run(station, verb.words(given))


def find(name: str) -> Verb:
    """Return the verb of this name. Raises `BenchRefusal`, which names the nearest one."""
    if (verb := VERBS.get(name)) is None:
        raise BenchRefusal("unknown-verb", f"there is no verb {name!r}{near(name, tuple(VERBS))}")
    return verb


def described() -> str:
    """Return every verb with its sentence, a line each."""
    width = max(len(verb.usage) for verb in VERBS.values() if len(verb.usage) < _USAGE_COLUMN)
    lines: list[str] = []
    for verb in VERBS.values():
        if len(verb.usage) > width:
            lines += [f"  {verb.usage}", f"  {'':{width}}  {verb.sentence}"]
        else:
            lines.append(f"  {verb.usage:{width}}  {verb.sentence}")
    return "\n".join(lines)


_USAGE_COLUMN: Final = 36


def _said(sentence: str, **more: object) -> Answer:
    return {"said": sentence, **more}


def _place(station: Station, words: Sequence[str]) -> Answer:
    person = station.place_id_card(int(words[0]))
    return _said(f"the card of person {person.number} ({person.case}) lies on the reader")


def _lift(station: Station, words: Sequence[str]) -> Answer:
    del words
    return _said("the card is taken away" if station.lift() else "no card lay there")


def _damage(station: Station, words: Sequence[str]) -> Answer:
    lay = station.damage_card(words[0])
    return _said(f"the card is put anew: {words[0]}" if lay else f"the next card will be: {words[0]}")


def _break_reader(station: Station, words: Sequence[str]) -> Answer:
    station.break_reader(ModuleFault(words[0]))
    return _said(f"the reader's security module: {words[0]}")


def _printer(act: Callable[[EscPosSimulator], None], sentence: str) -> Callable[[Station, Sequence[str]], Answer]:
    """Make a verb of something that is done to the receipt printer."""

    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        act(station.printer)
        return _said(sentence)

    return run


def _paper_out_after(station: Station, words: Sequence[str]) -> Answer:
    station.printer.paper_runs_out_after(float(words[0]))
    return _said(f"the paper ends after {words[0]} mm")


def _power(*, on: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.power_printer(on=on)
        return _said("the printer has power" if on else "the printer has no power")

    return run


def _pull(station: Station, words: Sequence[str]) -> Answer:
    station.pull(words[0])
    return _said(f"{words[0]} is pulled")


def _plug(station: Station, words: Sequence[str]) -> Answer:
    station.plug(words[0])
    return _said(f"{words[0]} is plugged in")


def _line(character: str) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        station.line(words[0], character)
        return _said(f"the line of {words[0]} is {character}")

    return run


def _record(station: Station, words: Sequence[str]) -> Answer:
    station.record(words[0])
    return _said(f"recording {words[0]} from now on")


def _bytes(station: Station, words: Sequence[str]) -> Answer:
    job, to_device, to_host = map(str, station.recorded(words[0]))
    return _said(job, job=job, to_device=to_device, to_host=to_host)


def _state(station: Station, words: Sequence[str]) -> Answer:
    del words
    return _said("", state=asdict(station.state()))


def _quit(station: Station, words: Sequence[str]) -> Answer:
    del words
    station.quitting.set()
    return _said("the bench ends")


DAMAGE_LABELS: Final[Mapping[str, str]] = {
    "unreadable": "读不出",
    "counterfeit": "假证",
    "not-an-id-card": "不是身份证",
    "lifted-early": "拿得太早",
}
"""What can be wrong with a card, and what the dock calls it."""
_ANY: Final = (Argument("NAME", tuple(DEVICES)),)
_LINE: Final = (Argument("NAME", ON_A_LINE),)
_DAMAGE: Final = (Argument("HOW", tuple(DAMAGE_LABELS), "unreadable"),)
_MODULE: Final = (Argument("HOW", tuple(fault.value for fault in ModuleFault), "self-test"),)

VERBS: Final[Mapping[str, Verb]] = {
    verb.name: verb
    for verb in (
        Verb("place-id-card", "put the card of person NUMBER on the reader", _place, (Argument("NUMBER"),), "放身份证"),
        Verb("lift", "take the card away", _lift, label="拿走"),
        Verb("damage-card", "damage the card that lies there, or else the next one", _damage, _DAMAGE, "弄坏"),
        Verb(
            "reader-fault", "break the reader's security module, or mend it (none)", _break_reader, _MODULE, "读卡模块"
        ),
        Verb(
            "paper-out", "use up the receipt paper now", _printer(EscPosSimulator.paper_out, "no paper"), label="纸用完"
        ),
        Verb("paper-out-after", "let the paper end after MM more", _paper_out_after, (Argument("MM"),), "40毫米后没纸"),
        Verb("refill", "put a new roll in", _printer(EscPosSimulator.refill, "a new roll is in"), label="装新纸"),
        Verb(
            "paper-low",
            "let the roll become thin",
            _printer(EscPosSimulator.near_end, "little paper is left"),
            label="快没纸",
        ),
        Verb(
            "cover-open",
            "open the printer's cover",
            _printer(EscPosSimulator.cover_open, "the cover is open"),
            label="开盖",
        ),
        Verb(
            "cover-close", "close the cover", _printer(EscPosSimulator.cover_close, "the cover is closed"), label="合盖"
        ),
        Verb("jam", "crumple the paper", _printer(EscPosSimulator.jam, "the paper is jammed"), label="卡纸"),
        Verb(
            "unjam",
            "pull the crumpled paper out",
            _printer(EscPosSimulator.clear_jam, "the paper is free"),
            label="取出卡纸",
        ),
        Verb(
            "cutter-stuck",
            "let the next cut get stuck",
            _printer(EscPosSimulator.stick_cutter, "the next cut sticks"),
            label="切刀卡住",
        ),
        Verb(
            "cutter-free",
            "free the cutter",
            _printer(EscPosSimulator.free_cutter, "the cutter is free"),
            label="切刀修好",
        ),
        Verb(
            "head-hot",
            "let the print head get too hot",
            _printer(EscPosSimulator.heat_head, "the head is too hot"),
            label="打印头过热",
        ),
        Verb(
            "head-cool", "let it cool down", _printer(EscPosSimulator.cool_head, "the head is cool"), label="打印头凉了"
        ),
        Verb("printer-power-cut", "take the receipt printer's power away", _power(on=False), label="断电"),
        Verb("printer-power-on", "give it power again", _power(on=True), label="通电"),
        Verb("pull", "pull a device's cable", _pull, _ANY, "拔线"),
        Verb("plug", "plug it in again", _plug, _ANY, "插线"),
        Verb("slow", "make a line slow", _line("slow"), _LINE, "慢线"),
        Verb("noisy", "make a line noisy", _line("noisy"), _LINE, "杂音"),
        Verb("normal", "make a line good again", _line("normal"), _LINE, "好线"),
        Verb("record", "forget what a line has carried so far", _record, _LINE),
        Verb("bytes", "write what a line has carried to files, and name that of the newest job", _bytes, _LINE),
        Verb("state", "print how everything is, as JSON", _state),
        Verb("quit", "end the bench", _quit),
    )
}
