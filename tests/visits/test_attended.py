"""Whole visits through each two-stage fault: somebody of the staff signs in, sees its fix, does it, and the visit goes on.

The knock, the number and the PIN are real, in the window and in virtual time; what is done with the hands is done at the
simulated device.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from devices.crt.simulator import CrtSimulator
from devices.id_sam.simulator import CardFault
from kiosk.core.closed import Closed
from kiosk.core.help import HelpKind
from kiosk.core.lane import Lane
from kiosk.core.page import Fix
from kiosk.core.text import Wording
from kiosk.ledger.document import PrintState
from tests.screens.pages import examples
from tests.visits.terminal import another
from tests.visits.windowed import ATTENDANT_PIN, Hand, WindowedTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from tests.visits.virtual_front import Front

    Deed = Callable[[WindowedTerminal], object]
    Part = Callable[[Hand], object]

pytestmark = pytest.mark.usefixtures("qapp")

SLOW_SECONDS: Final = 200.0


def _nothing(_: WindowedTerminal) -> None:
    """Nothing is to be done at the machine."""


def _asked(hand: Hand) -> None:
    hand.sees("home").touches("查养老金").sees("place_id_card")


def _known(hand: Hand) -> Hand:
    _asked(hand)
    return hand.puts_card(7).sees("payment_paid")


def _choosing(hand: Hand) -> None:
    _known(hand).touches("打印").sees("which_paper")


def _printing(words: str) -> Part:
    def prints(hand: Hand) -> None:
        _choosing(hand)
        hand.touches(words)

    return prints


def _in_hand(hand: Hand) -> None:
    hand.sees("take_paper", within=SLOW_SECONDS).touches("拿好了").sees("anything_else").touches("办完了")
    hand.sees("everything_in_hand").lifts_card().touches("都拿好了").sees("goodbye")


def _half_first(hand: Hand) -> None:
    hand.sees("half_sheet", within=SLOW_SECONDS).touches("知道了")
    _in_hand(hand)


def _in_turn(*deeds: Deed) -> Deed:
    def does(terminal: WindowedTerminal) -> None:
        for deed in deeds:
            deed(terminal)

    return does


def _waits(seconds: float) -> Deed:
    return lambda terminal: terminal.lives(seconds)


def _wants(words: str) -> Deed:
    return lambda terminal: Hand(terminal).touches(words)


@dataclass(frozen=True)
class Case:
    """A fault, from home until the visit is over.

    `before` leads to where it `breaks`; `page` is what the person sees then. The attendant sees `fix`, `mends`, and touches
    `on`; `after` is the rest of the visit. `papers` come out.
    """

    fix: str
    before: Part
    breaks: Deed
    page: str
    mends: Deed
    on: str
    after: Part
    papers: int = 0
    fitted: Mapping[str, Any] = field(default_factory=dict[str, Any])


CUPS: Final = {"documents": "cups"}
SLIP, SHEET = _printing("小条"), _printing("大张纸")


def _sheet(fix: str, reason: str) -> Case:
    return Case(
        fix,
        _choosing,
        _in_turn(lambda t: t.office.says(reason), _wants("大张纸")),
        "printer_broken",
        lambda t: t.office.well(),
        "好了，再打一次",
        _in_hand,
        1,
        CUPS,
    )


def _motor(terminal: WindowedTerminal) -> CrtSimulator:
    assert isinstance(terminal.slot, CrtSimulator)
    return terminal.slot


def _front(terminal: WindowedTerminal) -> Front:
    assert terminal.front is not None
    return terminal.front


def _slot_asked(hand: Hand) -> None:
    _asked(hand)
    hand.touches("没带证怎么办").sees("no_card").touches("用社保卡").sees("insert_social_card")


def _inserted(hand: Hand) -> None:
    hand.sees("home").inserts_card(7).sees("take_social_card")


def _leaves(hand: Hand) -> None:
    hand.lifts_card().touches("退出").sees("everything_in_hand").touches("都拿好了")


def _not_shown(hand: Hand, page: str) -> None:
    """Who helps may not see the figures."""
    hand.sees("show_staff").touches("先不给").sees(page)
    _leaves(hand)


def _card_tried_again(hand: Hand) -> None:
    hand.sees("place_id_card").puts_card(7)
    _not_shown(hand, "payment_paid")


def _slot_tried_again(hand: Hand) -> None:
    hand.sees("insert_social_card").inserts_card(7).sees("take_social_card").removes_card()
    _not_shown(hand, "payment_paid")


def _checking(hand: Hand) -> None:
    hand.sees("home").touches("更多").sees("more").touches("核对单子上的码").sees("scan_paper")


def _printed(words: str) -> Part:
    def prints(hand: Hand) -> None:
        _choosing(hand)
        hand.touches(words).sees("take_paper", within=SLOW_SECONDS)

    return prints


def _home(hand: Hand) -> None:
    hand.lifts_card().sees("home", within=SLOW_SECONDS)


def _more(hand: Hand) -> None:
    hand.sees("anything_else").touches("办完了").sees("everything_in_hand").lifts_card().touches("都拿好了").sees(
        "goodbye"
    )


def _number_typed(hand: Hand) -> None:
    """The attendant has the original in the hand, and the person beside them."""
    hand.types(hand.terminal.cards[7].number).sees("original_in_hand").touches("是本人")
    _not_shown(hand, "payment_paid")


def _worn(terminal: WindowedTerminal) -> None:
    """The card can't be read, however often it is put."""
    for page in ("put_flat", "take_off_sleeve", "card_worn"):
        terminal.reader.lift()
        terminal.lives(1.0)
        terminal.reader.place(terminal.cards[7], CardFault.UNREADABLE)
        Hand(terminal).sees(page)


def _known_to_staff(hand: Hand) -> None:
    """The roll has been open since somebody signed in; without the terminal's key nobody opens it any more."""
    hand.sees("home").signs_in("0217", ATTENDANT_PIN).sees("staff_menu").touches("退出")
    _asked(hand)


def _away(name: str) -> Deed:
    """Take a file or folder of the terminal's away, and put the card."""
    return _in_turn(lambda terminal: _kept(terminal, name).rename(_kept(terminal, f"{name}.away")), _puts)


def _back(name: str) -> Deed:
    return lambda terminal: _kept(terminal, f"{name}.away").rename(_kept(terminal, name))


def _kept(terminal: WindowedTerminal, name: str) -> Path:
    return terminal.config.data.parent / name


def _puts(terminal: WindowedTerminal) -> None:
    terminal.reader.place(terminal.cards[7])


def _turned_over(terminal: WindowedTerminal) -> None:
    """Every byte of the records in use is another, or as it was."""
    for file in (terminal.config.data / "records").glob("*.db"):
        file.write_bytes(bytes(255 - each for each in file.read_bytes()))


def _writable(terminal: WindowedTerminal, *, now: bool) -> None:
    """The disk takes nothing more, or takes it again."""
    terminal.workshop.journal()._db.execute(f"PRAGMA query_only={int(not now)}")


def _clock_set(days: int) -> Deed:
    return lambda terminal: terminal.clock.jump(timedelta(days=days))


def _lane_hangs(terminal: WindowedTerminal, name: str) -> None:
    """Whatever this lane is asked from now on, it doesn't come back."""

    def opens_at_last() -> object:
        terminal.clock.sleep(1000.0)
        raise AssertionError

    lanes = terminal.lanes._lanes
    lanes["kept"], lanes[name] = lanes[name], Lane(name, opens_at_last, terminal.clock, terminal._post)
    lanes[name].start()


def _started_anew(terminal: WindowedTerminal) -> None:
    terminal.lanes._lanes["store"] = terminal.lanes._lanes["kept"]


def _over(hand: Hand) -> None:
    """The visit ends; the person begins anew, and is served."""
    _home(hand)
    _asked(hand)
    hand.puts_card(7)
    _not_shown(hand, "payment_paid")


CCID: Final = {"social": "ccid"}
FRONT: Final = {"social": "crt", "printer": "custom", "front": True}
CASES: Final = {
    "roll": Case(
        "fix_paper",
        SLIP,
        lambda t: t.printer.paper_runs_out_after(20.0),
        "paper_out",
        lambda t: t.printer.refill(),
        "换好了，接着打",
        _half_first,
        1,
    ),
    "cover": Case(
        "fix_cover",
        SLIP,
        _in_turn(_waits(0.6), lambda t: t.printer.cover_open()),
        "cover_open",
        lambda t: t.printer.cover_close(),
        "合上了，接着打",
        _half_first,
        1,
    ),
    "jam": Case(
        "fix_jam",
        SLIP,
        lambda t: t.printer.jam(),
        "printer_broken",
        lambda t: t.printer.clear_jam(),
        "好了，再打一次",
        _in_hand,
        1,
    ),
    "cutter": Case(
        "fix_cutter",
        SLIP,
        lambda t: t.printer.stick_cutter(),
        "printer_broken",
        lambda t: t.printer.free_cutter(),
        "好了，再打一次",
        _in_hand,
        1,
    ),
    "printer off": Case(
        "fix_printer",
        SLIP,
        lambda t: t.printer.power_off(),
        "printer_broken_not_cleared",
        lambda t: t.printer.power_on(),
        "好了，再打一次",
        _in_hand,
        1,
    ),
    "sheets": Case(
        "fix_paper",
        SHEET,
        lambda t: t.office.says("media-empty-warning", "media-needed-warning"),
        "no_paper",
        lambda t: t.office.well(),
        "换好了，接着打",
        _in_hand,
        1,
        CUPS,
    ),
    "sheet jam": _sheet("fix_sheet_jam", "media-jam-error"),
    "toner": _sheet("fix_toner", "toner-empty-error"),
    "output": _sheet("fix_output", "output-area-full-error"),
    "reader": Case(
        "fix_reader",
        _asked,
        lambda t: t.reader_line.pull(),
        "reader_broken",
        lambda t: t.reader_line.plug(),
        "好了，再试一次",
        _card_tried_again,
    ),
    "slot": Case(
        "fix_reader",
        _slot_asked,
        lambda t: t.slot_line.pull(),
        "social_reader_broken",
        lambda t: t.slot_line.plug(),
        "好了，再试一次",
        _slot_tried_again,
        0,
        CCID,
    ),
    "scanner": Case(
        "fix_scanner",
        _checking,
        lambda t: _front(t).scanner_line.pull(),
        "scanner_broken",
        lambda t: _front(t).scanner_line.plug(),
        "好了，再试一次",
        lambda hand: hand.sees("scan_paper").touches("退出").sees("home"),
        0,
        FRONT,
    ),
    "card stuck": Case(
        "fix_card_stuck",
        _inserted,
        lambda t: _motor(t).jam(),
        "card_stuck",
        _in_turn(lambda t: _motor(t).jam(jammed=False), lambda t: _motor(t).remove()),
        "拿出来了",
        lambda hand: _not_shown(hand, "what_else"),
        0,
        FRONT,
    ),
    "card kept": Case(
        "fix_card_kept",
        _inserted,
        _nothing,
        "card_kept",
        _nothing,
        "拿出来了",
        _home,
        0,
        FRONT,
    ),
    "card left": Case(
        "fix_card_left",
        _inserted,
        _nothing,
        "somebodys_card",
        lambda t: t.slot.remove(),
        "拿出来了",
        _home,
        0,
        CCID,
    ),
    "paper left": Case("fix_paper_left", _printed("小条"), _nothing, "paper_left", _nothing, "收好了", _more, 1),
    "paper kept": Case(
        "fix_paper_kept",
        SLIP,
        _nothing,
        "paper_drawn_in",
        _nothing,
        "拿出来了",
        _more,
        1,
        FRONT,
    ),
    "end not known": Case(
        "has_it_come_out",
        SLIP,
        _in_turn(_waits(0.6), lambda t: t.printer.power_off()),
        "end_not_known",
        lambda t: t.printer.power_on(),
        "没出来",
        lambda hand: _in_hand(hand.sees("print_again").touches("再打一次")),
        1,
    ),
    "no records": Case(
        "fix_no_records", _asked, _away("var/records"), "records_missing", _back("var/records"), "好了，再试一次", _over
    ),
    "no key": Case(
        "fix_key", _known_to_staff, _away("var.key"), "key_missing", _back("var.key"), "好了，再试一次", _over
    ),
    "records damaged": Case(
        "fix_records",
        _asked,
        _in_turn(_turned_over, _puts),
        "records_unreadable",
        _turned_over,
        "好了，再试一次",
        _over,
    ),
    "clock": Case(
        "fix_clock",
        _asked,
        _in_turn(_clock_set(-400), _puts),
        "clock_wrong",
        _clock_set(400),
        "好了，再试一次",
        _over,
    ),
    "disk": Case(
        "fix_books",
        _choosing,
        _in_turn(lambda t: _writable(t, now=False), _wants("小条")),
        "nothing_can_be_kept",
        lambda t: _writable(t, now=True),
        "好了，再试一次",
        _more,
    ),
    "program": Case(
        "fix_program",
        _asked,
        _in_turn(lambda t: _lane_hangs(t, "store"), _puts),
        "program_trouble",
        _started_anew,
        "好了，再试一次",
        _over,
    ),
    "card worn": Case(
        "enter_id_number",
        _asked,
        _worn,
        "card_worn",
        _nothing,
        "",
        _number_typed,
    ),
}


@contextmanager
def standing(config: Path, folder: Path, fitted: Mapping[str, Any]) -> Generator[WindowedTerminal]:
    terminal = WindowedTerminal(another(config, folder / "terminal"), folder / "papers", **fitted)
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_attendant_mends_it_and_the_visit_comes_to_its_end(case: Case, staffed: Path, tmp_path: Path) -> None:
    with standing(staffed, tmp_path, case.fitted) as terminal:
        hand = Hand(terminal)
        case.before(hand)
        case.breaks(terminal)
        hand.sees(case.page, within=SLOW_SECONDS)
        ticket = terminal.visit.ticket
        hand.signs_in("0217", ATTENDANT_PIN).sees(case.fix)
        assert terminal.visit.ticket == ticket
        if case.on:
            hand.touches(case.on, having=lambda: case.mends(terminal))
        case.after(hand)
        states = [entry.state for _, entry in terminal.steps]
        assert states.count(PrintState.PROVED) == case.papers
        assert terminal.bugs == []


def test_no_fix_is_left_out() -> None:
    """The fix of a device of which no page of its own speaks comes up in the last test here."""
    second = {page.staff.name for name, page in examples() if not name.startswith("staff/") and page.staff is not None}
    fixes = second | {page.name for _, page in examples() if isinstance(page, Fix)} - {"put_paper"}
    closed = {f"fix_{fault.value}" for fault in CLOSED}
    assert {case.fix for case in CASES.values()} | closed | {"fix_device"} == fixes


CLOSED: Final = (Closed.CRASHES, Closed.RECORDS)
"""Of the faults that close the terminal, one that is met in no visit, and one whose fix is the same there."""


@pytest.mark.parametrize("fault", CLOSED)
def test_an_attendant_brings_back_a_terminal_that_serves_nobody(fault: Closed, staffed: Path, tmp_path: Path) -> None:
    with standing(staffed, tmp_path, {}) as terminal:
        hand = Hand(terminal).sees("home")
        terminal.fault = fault
        terminal.reconsider()
        hand.sees("out_of_service")
        board = terminal.calling._reception.board
        assert [call.kind for call in board.calls] == [HelpKind.TECHNICIAN]
        hand.signs_in("0217", ATTENDANT_PIN).sees(f"fix_{fault.value}").touches("修不好").sees("staff_menu")
        assert terminal.target("停用了") is None
        words = [text.written(Wording()) for text in terminal.shift.now.page.body]  # type: ignore[union-attr]
        assert any(word.startswith("停用了") for word in words)

        def mended() -> None:
            terminal.fault = None
            terminal.reconsider()

        hand.touches("怎么恢复").sees(f"fix_{fault.value}").touches("好了，再试一次", having=mended).sees("home")
        assert board.calls == ()
        _known(hand)
        assert terminal.bugs == []


def test_a_device_of_which_no_page_speaks_is_named_with_its_fix(staffed: Path, tmp_path: Path) -> None:
    """The attendant says that nothing has come out, and the printer hangs before that could be noted."""
    with standing(staffed, tmp_path, {}) as terminal:
        hand = Hand(terminal)
        SLIP(hand)
        terminal.lives(0.6)
        terminal.printer.power_off()
        hand.sees("end_not_known", within=SLOW_SECONDS).signs_in("0217", ATTENDANT_PIN).sees("has_it_come_out")
        terminal.printer.power_on()
        _lane_hangs(terminal, "receipt_printer")
        hand.touches("没出来").sees("fix_device")
        assert terminal.page.title.written(Wording()) == "小条打印机没反应"
        terminal.lanes._lanes["receipt_printer"] = terminal.lanes._lanes["kept"]
        hand.touches("好了，再试一次")
        _more(hand)
        assert terminal.bugs == []
