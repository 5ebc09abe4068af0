"""The verbs of the receipt printer: its paper, its parts, its power, and the hand at its mouth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.refusal import BenchRefusal
from devices.bench.verb import Answer, Argument, Verb, said
from devices.escpos.simulator import EscPosSimulator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.bench.station import Station


def _printer(act: Callable[[EscPosSimulator], None], sentence: str) -> Callable[[Station, Sequence[str]], Answer]:
    """Make a verb of something that is done to the receipt printer."""

    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        act(station.printer)
        return said(sentence)

    return run


def _paper_out_after(station: Station, words: Sequence[str]) -> Answer:
    station.printer.paper_runs_out_after(float(words[0]))
    return said(f"the paper ends after {words[0]} mm")


def _refill_with(station: Station, words: Sequence[str]) -> Answer:
    station.printer.refill_with(float(words[0]))
    return said(f"a roll of {words[0]} mm is in")


def _ghost_jam(station: Station, words: Sequence[str]) -> Answer:
    station.printer.ghost_jam(int(words[0]) / 1000)
    return said(f"the sensor sees a jam for {words[0]} ms")


def _has_mouth(station: Station) -> None:
    if not station.presents:
        raise BenchRefusal("no-presenter", "this printer lets paper go: start the bench with --receipts custom")


def _take_paper(station: Station, words: Sequence[str]) -> Answer:
    del words
    _has_mouth(station)
    return said("the paper is taken" if station.printer.take_paper() is not None else "no paper can be taken")


def _jam_presenter(station: Station, words: Sequence[str]) -> Answer:
    del words
    _has_mouth(station)
    station.printer.jam_presenter()
    return said("the next paper sticks in the mouth")


def _power(*, on: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.power_printer(on=on)
        return said("the printer has power" if on else "the printer has no power")

    return run


def _plain(
    name: str, sentence: str, act: Callable[[EscPosSimulator], None], done: str, label: str = "", *also: str
) -> Verb:
    return Verb(name, sentence, _printer(act, done), label=label, also=also)


_P = EscPosSimulator

RECEIPT_PRINTER: Final = (
    _plain("paper-out", "use up the receipt paper now", _P.paper_out, "no paper", "纸用完"),
    Verb("paper-out-after", "let the paper end after MM more", _paper_out_after, (Argument("MM"),), "40毫米后没纸"),
    _plain("refill", "put a new roll in", _P.refill, "a new roll is in", "装新纸"),
    Verb("refill-with", "put a roll of MM in", _refill_with, (Argument("MM"),)),
    _plain("paper-low", "let the roll become thin", _P.near_end, "little paper is left", "快没纸", "near-end"),
    Verb(
        "take-paper", "take the paper that hangs in the mouth (printers with a presenter)", _take_paper, label="拿走纸"
    ),
    _plain("cover-open", "open the printer's cover", _P.cover_open, "the cover is open", "开盖"),
    _plain("cover-close", "close the cover", _P.cover_close, "the cover is closed", "合盖"),
    _plain("jam", "crumple the paper", _P.jam, "the paper is jammed", "卡纸"),
    _plain("unjam", "pull the crumpled paper out", _P.clear_jam, "the paper is free", "取出卡纸"),
    Verb("jam-presenter", "let the next paper stick in the mouth", _jam_presenter, label="出口卡纸"),
    Verb("ghost-jam", "let a sensor see a jam for MS that isn't there", _ghost_jam, (Argument("MS"),)),
    _plain(
        "cutter-stuck", "let the next cut get stuck", _P.stick_cutter, "the next cut sticks", "切刀卡住", "stick-cutter"
    ),
    _plain("cutter-free", "free the cutter", _P.free_cutter, "the cutter is free", "切刀修好", "free-cutter"),
    _plain("head-hot", "let the print head get too hot", _P.heat_head, "the head is too hot", "打印头过热", "overheat"),
    _plain("head-cool", "let it cool down", _P.cool_head, "the head is cool", "打印头凉了", "cool-down"),
    _plain("feed-button", "hold the feed button", _P.press_feed, "the feed button is held"),
    _plain("feed-let-go", "let go of it", _P.release_feed, "the feed button is let go"),
    _plain("printer-broken", "break what only a technician mends", _P.break_down, "the printer is broken"),
    Verb("printer-power-cut", "take the receipt printer's power away", _power(on=False), label="断电"),
    Verb("printer-power-on", "give it power again", _power(on=True), label="通电"),
)
