"""What goes through the fault matrix: a phase of a visit, a fault in it, and each way out of the page that then stands.

One terminal goes through many of them, one after the other, in virtual time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.crt.simulator import CrtSimulator
from kiosk.core.page import Choose, EnterDigits
from kiosk.core.text import Wording
from tests.visits.person import offered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.visits.virtual import VirtualTerminal

Deed = Callable[["VirtualTerminal"], object]
Choosing = Callable[[tuple[str, ...]], str]
"""Chooses a way out of those that are offered."""

PENSIONER: Final = 7
SEEN_SECONDS: Final = 12.0
"""So long after a fault its page stands, whatever it is: a wire that is silent takes its three misses."""
MENDED_SECONDS: Final = 15.0
TOUCHED_SECONDS: Final = 4.0
"""So long after a touch what it leads to is looked at."""
LOST_SECONDS: Final = 900.0
"""However it goes on, home stands again within this."""
MOST_TOUCHES: Final = 12
RESTED_SECONDS: Final = 400.0
"""A device that hung twice in a row is tried again after five minutes."""

MENDED: Final = "mended"
"""Somebody mends it; then the person goes on touching the first button."""
LEFT: Final = "left alone"
"""The person walks away, and it is mended soon; or, what `lasts`, only when home stands again."""
BACK: Final = "上一步"
LEAVE: Final = "退出"
CALL_OFF: Final = "不等了 below"
"""In the footer of what has taken long, in the place of 退出; a page may have a button of that name."""
NOTHING: Final = "nothing is wrong"
"""The first row of every phase, which the others are compared with."""

ID_READER: Final = frozenset({"id_reader"})
SLOT: Final = frozenset({"social_card_reader"})
READERS: Final = ID_READER | SLOT
SLIPS: Final = frozenset({"receipt_printer"})
SHEETS: Final = frozenset({"document_printer"})
PRINTERS: Final = SLIPS | SHEETS
SCANNER: Final = frozenset({"scanner"})
FRONT_PANEL: Final = frozenset({"keypad", "indicators"})
NO_DEVICE: Final = frozenset[str]()


@dataclass(frozen=True)
class Phase:
    """How a visit comes there, and the devices that its page or the next one works with."""

    comes: Deed
    uses: frozenset[str] = NO_DEVICE


@dataclass(frozen=True)
class Fault:
    """Of which device what breaks, and how it is mended.

    What `lasts` is not mended before home stands again, if the person walks away. After what `hangs` the staff has the device
    opened anew, so that no fault is the second in a row.
    """

    of: frozenset[str]
    strikes: Deed
    mended: Deed
    lasts: bool = False
    hangs: bool = False


@dataclass(frozen=True)
class Matrix:
    """Phases and the faults that meet each of them, on one make of terminal."""

    phases: Mapping[str, Phase]
    faults: Mapping[str, Fault]

    def uses(self, phase: str, fault: str) -> bool:
        """Whether a phase works with the device that breaks."""
        return fault == NOTHING or bool(self.phases[phase].uses & self.faults[fault].of)

    def sample(self, phase: str, every: int) -> Iterator[tuple[str, int]]:
        """Return one fault in so many of a phase, and the number of the way out: over all phases each fault is met."""
        first = list(self.phases).index(phase)
        for at, fault in enumerate(self.faults):
            if at % every == first % every:
                yield fault, first + at


@dataclass(frozen=True)
class Way:
    """One way out, taken: the page that stood when the fault had shown, what it offered, and the pages that came after."""

    page: str
    offers: tuple[str, ...]
    chosen: str
    after: tuple[str, ...]


@dataclass
class Row:
    """A fault in a phase: the pages that stood, and where each way out of them led. `lived`: how home came by itself.

    Nobody meets a fault without any. More pages than one where it depends on the moment of the stroke: devices are asked in
    turn.
    """

    stood: list[str]
    lived: tuple[str, ...] = ()
    ways: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def told(self) -> tuple[object, ...]:
        """All that the table says of it."""
        return tuple(self.stood), self.lived, tuple(self.ways.items())


def rows(terminal: VirtualTerminal, matrix: Matrix, phase: str) -> dict[str, Row]:
    """Go through all of a phase.

    Every way out is taken where the phase works with the device that breaks, and wherever the fault shows. What is left are
    faults of devices nobody meets there: each is struck once, and leaves page and way home as they are with nothing wrong.
    """
    found: dict[str, Row] = {}
    for fault in matrix.faults:
        strikes = partial(walk, terminal, matrix, phase, fault)
        if not matrix.uses(phase, fault) and _same_as(found[NOTHING], once := strikes(_shortest)):
            found[fault] = Row([once.page])
            continue
        left = strikes(lambda _offers: LEFT)
        row = found[fault] = Row([left.page], left.after)
        _take_all(strikes, row, [*left.offers, *([] if fault == NOTHING else [MENDED])])
    return found


def _shortest(offers: tuple[str, ...]) -> str:
    return LEAVE if LEAVE in offers else LEFT


def _same_as(plain: Row, way: Way) -> bool:
    led = plain.lived if way.chosen == LEFT else plain.ways.get(LEAVE)
    return way.page in plain.stood and way.offers == tuple(plain.ways) and way.after == led


def _take_all(strikes: Callable[[Choosing], Way], row: Row, untried: list[str]) -> None:
    """Take every way out of the page, and of another one that stands there another time."""
    while untried:
        chosen = untried.pop(0)
        way = strikes(partial(_if_offered, chosen))
        if way.page not in row.stood:
            row.stood.append(way.page)
            untried += [offer for offer in way.offers if offer not in (chosen, *untried, *row.ways)]
        if way.chosen == chosen:
            row.ways[chosen] = way.after


def _if_offered(chosen: str, offers: tuple[str, ...]) -> str:
    return chosen if chosen in (*offers, MENDED) else LEFT


def walk(terminal: VirtualTerminal, matrix: Matrix, phase: str, name: str, choose: Choosing) -> Way:
    """Go from home through a phase and a fault, take the way out that is chosen of those offered, and come home."""
    fault = matrix.faults[name]
    rested(terminal)
    matrix.phases[phase].comes(terminal)
    fault.strikes(terminal)
    terminal.lives(SEEN_SECONDS)
    page, offers = standing(terminal), exits(terminal)
    chosen, seen = choose(offers), len(terminal.diary.pages)
    where = f"{phase}, {name}, {chosen}"
    if chosen == LEFT:
        after = _walks_away(terminal, fault, seen, where)
    else:
        if chosen == MENDED:
            fault.mended(terminal)
            terminal.lives(MENDED_SECONDS)
        else:
            takes(terminal, chosen)
            terminal.lives(TOUCHED_SECONDS)
        after = _since(terminal, seen)
        if chosen == MENDED:
            _touches_on(terminal)
        fault.mended(terminal)
        _goes_home(terminal, where)
    if fault.hangs:
        for lane in fault.of:
            terminal.lanes.renew(lane)
    assert terminal.bugs == [], where
    return Way(page, offers, chosen, after)


def rested(terminal: VirtualTerminal) -> None:
    """Let everything be well again, and home stand."""
    terminal.reader.lift()
    terminal.slot.remove()
    terminal.printer.take_paper()
    terminal.printer.refill()
    if isinstance(terminal.slot, CrtSimulator):
        terminal.slot.fill_bin(full=False)
    whole = lambda: terminal.page.name == "home" and all(h.usable for h in terminal.healths.values())  # noqa: E731
    came = terminal.lives(RESTED_SECONDS, whole)
    assert came, {name: health.state for name, health in terminal.healths.items()}
    terminal.lives(3.0)


def standing(terminal: VirtualTerminal) -> str:
    """Name the page that stands, and how much of it is greyed."""
    page, showing = terminal.page, terminal.diary.showing
    if not isinstance(page, Choose) or showing is None:
        return page.name
    greyed = sum(not choice.works(showing.down) for choice in page.choices)
    return f"{page.name} ({greyed} of {len(page.choices)} greyed)" if greyed else page.name


def exits(terminal: VirtualTerminal) -> tuple[str, ...]:
    """Return every way out that can be touched on the page that stands: its buttons, then 上一步, 退出 or 不等了."""
    showing = terminal.diary.showing
    if showing is None:
        return ()
    page, is_open = showing.page, showing.phase is None and not showing.laid_over and not showing.page.seals
    footer = {
        CALL_OFF: showing.late,
        BACK: is_open and showing.can_go_back,
        LEAVE: is_open and page.footer.leave and not page.idle,
    }
    return (*_buttons(terminal), *(way for way, there in footer.items() if there))


def takes(terminal: VirtualTerminal, chosen: str) -> None:
    """Touch one of them."""
    showing = terminal.diary.showing
    assert showing is not None
    if chosen == BACK:
        terminal.visit.back(showing.ticket)
    elif chosen in (LEAVE, CALL_OFF):
        terminal.visit.leave(showing.ticket)
    else:
        terminal.visit.answered(showing.ticket, _buttons(terminal)[chosen])


def _buttons(terminal: VirtualTerminal) -> dict[str, object]:
    showing = terminal.diary.showing
    if showing is None or showing.phase is not None or isinstance(showing.page, EnterDigits):
        return {}
    return offered(showing.page, Wording(simple=showing.presentation.simple), showing.down)


def _since(terminal: VirtualTerminal, seen: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terminal.diary.pages[seen:]))


def _walks_away(terminal: VirtualTerminal, fault: Fault, seen: int, where: str) -> tuple[str, ...]:
    if not fault.lasts:
        fault.mended(terminal)
        terminal.reader.lift()
    home = terminal.lives(LOST_SECONDS, lambda: terminal.page.idle)
    if not home:  # a card in a slot without a motor is watched for as long as it is there
        terminal.slot.remove()
        home = terminal.lives(LOST_SECONDS, lambda: terminal.page.idle)
    fault.mended(terminal)
    assert home, f"{where}: {terminal.page.name} stands for ever"
    return _since(terminal, seen)


def _touches_on(terminal: VirtualTerminal) -> None:
    """Touch the first thing offered on every page until home, or nothing is offered any more."""
    for _ in range(MOST_TOUCHES):
        buttons = _buttons(terminal)
        if terminal.page.idle or not buttons:
            return
        takes(terminal, next(iter(buttons)))
        terminal.lives(TOUCHED_SECONDS)


def _goes_home(terminal: VirtualTerminal, where: str) -> None:
    """Let the person take what is theirs and leave by the shortest way."""
    terminal.reader.lift()
    terminal.slot.remove()
    terminal.printer.take_paper()
    for _ in range(MOST_TOUCHES):
        if terminal.lives(TOUCHED_SECONDS, lambda: terminal.page.idle):
            return
        offers = exits(terminal)
        if offers:
            takes(terminal, LEAVE if LEAVE in offers else offers[0])
    assert terminal.lives(LOST_SECONDS, lambda: terminal.page.idle), f"{where}: {terminal.page.name} stands for ever"
