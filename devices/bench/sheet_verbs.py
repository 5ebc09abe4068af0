"""The verbs of the A4 printer, where a CUPS stands in its place: paper, jam, cover, toner, and whether it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.verb import DOCUMENT_PRINTER as DEVICE
from devices.bench.verb import Answer, Verb, said
from devices.cups.simulator import SimulatedPrinter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.bench.station import Station


def _plain(name: str, sentence: str, act: Callable[[SimulatedPrinter], None], done: str, label: str) -> Verb:
    """Make a verb of something that is done to the A4 printer."""

    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        act(station.sheets.printer)
        return said(done)

    return Verb(name, sentence, run, label=label)


def _eats(printer: SimulatedPrinter) -> None:
    printer.jam(eaten=True)


def _hang(*, hangs: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.sheets.hang(hangs=hangs)
        return said("the A4 printer answers nobody" if hangs else "the A4 printer answers again")

    return run


def _queue(*, stopped: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.sheets.stop_queue(stopped=stopped)
        return said("the queue is stopped in CUPS" if stopped else "the queue goes on")

    return run


def _power(*, on: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        if on:
            station.plug(DEVICE)
        else:
            station.pull(DEVICE)
        return said("the A4 printer is there again" if on else "the A4 printer has vanished")

    return run


_P = SimulatedPrinter

A4_PRINTER: Final = (
    _plain("a4-paper-out", "take the paper out of the A4 printer's tray", _P.paper_out, "no A4 paper", "A4没纸"),
    _plain("a4-refill", "put A4 paper in", _P.refill, "A4 paper is in", "装A4纸"),
    _plain("a4-jam", "let a sheet get stuck", _P.jam, "a sheet is stuck", "A4卡纸"),
    _plain("a4-jam-eaten", "let a sheet get stuck and the job be lost with it", _eats, "a sheet is eaten", "A4吃纸"),
    _plain("a4-unjam", "pull the stuck sheet out", _P.clear_jam, "the sheet is out", "取出A4卡纸"),
    _plain("a4-cover-open", "open the A4 printer's cover", _P.open_cover, "the A4 cover is open", "A4开盖"),
    _plain("a4-cover-close", "close it", _P.close_cover, "the A4 cover is closed", "A4合盖"),
    _plain("a4-toner-low", "let the toner get low", _P.toner_low, "the toner is low", "快没碳粉"),
    _plain("a4-toner-out", "let the toner run out", _P.toner_out, "the toner is out", "没碳粉"),
    _plain("a4-toner-new", "put a new cartridge in", _P.new_toner, "new toner is in", "换碳粉"),
    _plain("a4-tray-full", "let its output tray be full", _P.fill_tray, "the output tray is full", "出纸口满"),
    _plain("a4-tray-empty", "take what lies there away", _P.empty_tray, "the output tray is empty", "清空出纸口"),
    _plain("a4-fuser-hot", "let its fuser get too hot", _P.heat_fuser, "the fuser is too hot", "定影过热"),
    _plain("a4-fuser-cool", "let it cool down", _P.cool_fuser, "the fuser is cool", "定影凉了"),
    Verb("a4-queue-stop", "stop its queue in CUPS, as an administrator may", _queue(stopped=True), label="停队列"),
    Verb("a4-queue-start", "let the queue go on", _queue(stopped=False), label="开队列"),
    Verb("a4-hang", "let the A4 printer answer nobody", _hang(hangs=True), label="A4没反应"),
    Verb("a4-wake", "let it answer again", _hang(hangs=False), label="A4恢复"),
    Verb("a4-vanish", "let the A4 printer vanish, with what it was printing", _power(on=False), label="A4断电"),
    Verb("a4-back", "let it come back", _power(on=True), label="A4通电"),
)
