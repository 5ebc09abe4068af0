"""From a paper that is wanted to a paper in the hand, or to a page that says where else to get it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from devices.errors import (
    CoverOpen,
    DeviceError,
    LinkError,
    OperationTimedOut,
    PaperOut,
    PrinterError,
    PrintUnproven,
)
from kiosk.core.house import Onward
from kiosk.screens.paper_trouble import (
    Mended,
    Waiting,
    clearing,
    end_to_settle,
    half_sheet,
    no_paper,
    not_printed,
    paper_out,
    print_again,
    printer_broken,
    printer_to_mend,
    still_no_paper,
)
from kiosk.screens.printing import (
    LANES,
    Again,
    PaperWish,
    Prepared,
    Presented,
    Printed,
    preparing,
    printed_before,
    printing,
    which_paper,
)
from kiosk.screens.staff.settling import Came, settling
from kiosk.screens.take_paper import (
    drawing_in,
    paper_drawn_in,
    paper_left,
    still_in_mouth,
    take_from_mouth,
    take_paper,
    whose,
)
from kiosk.statement.aloud import aloud

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.text import Text
    from kiosk.flows.hall import Hall
    from kiosk.screens.take_paper import Whose
    from kiosk.statement.model import Issue, Paper, Statement

    Making = Callable[[Issue], Statement]


class _Then(Enum):
    """What follows a print that stopped."""

    OVER = auto()
    GOES_ON = auto()
    AGAIN = auto()


async def print_statement(hall: Hall, make: Making) -> bool:
    """Print a statement on the paper the person chooses.

    False when they would rather go on looking; True when there is nothing more to do about it here: it is printed, or
    a page has said where else to get it.
    """
    return await _print(hall, make, _papers(hall), ask=True)


async def print_slip(hall: Hall, make: Making) -> bool:
    """Print something short: on the small paper if it can be had, without asking. Answers as `print_statement`."""
    return await _print(hall, make, tuple(reversed(_papers(hall))), ask=False)


def statement_aloud(hall: Hall, make: Making) -> tuple[tuple[Text, ...], ...]:
    """Return what a statement says, line by line: as it is on the largest paper here, for nobody has chosen one yet."""
    return _aloud(hall, make, _papers(hall))


def slip_aloud(hall: Hall, make: Making) -> tuple[tuple[Text, ...], ...]:
    """Return what something short says, line by line: as it is on the small paper, if that can be had."""
    return _aloud(hall, make, tuple(reversed(_papers(hall))))


def _aloud(hall: Hall, make: Making, papers: tuple[Paper, ...]) -> tuple[tuple[Text, ...], ...]:
    return aloud(_made(hall, make, next(iter(papers), None)))


def _papers(hall: Hall) -> tuple[Paper, ...]:
    """What the fitted printers print, the large sheet first."""
    return tuple(paper for lane in hall.printers for paper, key in LANES.items() if key.name == lane)


async def _print(hall: Hall, make: Making, papers: tuple[Paper, ...], *, ask: bool) -> bool:
    prepared = await _all_prepared(hall, make, papers)
    if not prepared:
        return True
    again = any(one.printed_today for one in prepared)
    if again and await printed_before() is Again.NO:
        return False
    ready = [one for one in prepared if one.ready] or prepared[:1]
    chosen = ready[0]
    statement = chosen.statement
    if ask and len(ready) > 1:
        wanted = await which_paper()
        chosen = next(one for one in ready if one.paper is wanted.paper)
        statement = chosen.statement
        if wanted is PaperWish.LARGE_PRINT:
            statement = make(replace(statement.issue, large_print=True))
    return await _put_on_paper(
        hall, chosen.paper, replace(statement, issue=replace(statement.issue, reprint=True)) if again else statement
    )


async def _all_prepared(hall: Hall, make: Making, papers: tuple[Paper, ...]) -> list[Prepared]:
    """Make the paper ready for each printer that answers; none once a page has said that none does."""
    while True:
        prepared: list[Prepared] = []
        trouble: DeviceError | None = None
        for paper in papers:
            try:
                prepared.append(await preparing(paper, partial(_made, hall, make, paper)))
            except DeviceError as error:
                trouble = error  # this printer hangs; the other one may not
        if prepared:
            return prepared
        if trouble is None:
            await printer_broken(hall.places)
            return []
        if await printer_to_mend(papers[-1], trouble, hall.places) is not Mended.AGAIN:
            return []


def _made(hall: Hall, make: Making, paper: Paper | None) -> Statement:
    return make(hall.issue(hall.today(), paper))


async def _put_on_paper(hall: Hall, paper: Paper, statement: Statement) -> bool:
    """Print, through empty trays and open covers, until it is in the hand or given up."""
    then = _Then.AGAIN
    while then is not _Then.OVER:
        try:
            ended = await printing(paper, statement, hall.places, resumed=then is _Then.GOES_ON)
        except (PaperOut, CoverOpen) as error:
            then = await _ran_out(hall, paper, cover=isinstance(error, CoverOpen), begun=True)
        except DeviceError as error:
            then = await _stopped(hall, paper, error)
        else:
            if isinstance(ended, Presented):
                await _out_of_the_mouth(hall, paper, ended.sheets, whose(statement))
                return True
            if not isinstance(ended, Printed):
                await _in_the_hand(hall, paper, ended, whose(statement))
                return True
            cover = ended is Printed.COVER_OPEN_YET
            if await no_paper(paper, hall.places, cover=cover) is Waiting.LEAVE_IT:
                return False
            then = await _ran_out(hall, paper, cover=cover, begun=False)
    return True


async def _in_the_hand(hall: Hall, paper: Paper, sheets: int, of: Whose) -> None:
    if await take_paper(paper, hall.places, sheets, of=of) is Onward.LEAVE:
        await paper_left(paper, hall.places)


async def _out_of_the_mouth(hall: Hall, paper: Paper, sheets: int, of: Whose) -> None:
    """Wait until the paper is taken; draw in what nobody takes, so that nobody else reads it."""
    try:
        if await take_from_mouth(paper, hall.places, sheets, of=of) is Onward.GO_ON:
            return
        if await still_in_mouth(paper, hall.places) is Onward.GO_ON:
            return
        if await drawing_in(paper):
            await paper_drawn_in(hall.places)
    except DeviceError:
        # The printer no longer sees it; the person does.
        await _in_the_hand(hall, paper, sheets, of)


async def _stopped(hall: Hall, paper: Paper, error: DeviceError) -> _Then:
    """Say what became of it when only staff can mend the printer, or when nobody knows how far it came."""
    if isinstance(error, (PrintUnproven, OperationTimedOut)):
        return await _settled(hall, paper, error)
    # A printer that can't be reached can't be cleared either.
    cleared = not isinstance(error, LinkError) and await _cleared(paper)
    return await _mended(hall, paper, error, cleared=cleared)


async def _settled(hall: Hall, paper: Paper, error: DeviceError) -> _Then:
    """Ask who helps, if anybody does, what has come out; what hasn't is printed again if it is wanted."""
    came = await end_to_settle(paper, hall.places)
    if not isinstance(came, Came) or came is Came.NOT_LOOKED:
        return _Then.OVER
    await settling(LANES[paper], hall.on_duty, printed=came is Came.OUT)
    if came is Came.OUT:
        return _Then.OVER
    if came is Came.HALF:
        await half_sheet(paper, hall.places)
    if await print_again(paper) is Again.NO:
        return _Then.OVER
    return _Then.AGAIN if await _cleared(paper) else await _mended(hall, paper, error, cleared=False)


async def _mended(hall: Hall, paper: Paper, error: DeviceError, *, cleared: bool) -> _Then:
    """Say that the printer is broken, until who helps has mended it and its rest is cleared, or it is given up."""
    while await printer_to_mend(paper, error, hall.places, cleared=cleared) is Mended.AGAIN:
        cleared = await _cleared(paper)
        if cleared:
            return _Then.AGAIN
    return _Then.OVER


async def _ran_out(hall: Hall, paper: Paper, *, cover: bool, begun: bool) -> _Then:
    """Wait until there is paper again and the rest of a `begun` print is cleared."""
    try:
        changed = await _paper_changed(hall, paper, cover=cover)
    except DeviceError as error:
        return await _mended(hall, paper, error, cleared=not begun)
    cleared = True
    if begun:
        cleared = await _cleared(paper)
    if not changed:
        await not_printed(hall.places, cleared=cleared)
        return _Then.OVER
    if not cleared:
        return await _mended(hall, paper, PrinterError(), cleared=False)
    if begun:
        await half_sheet(paper, hall.places)
    return _Then.GOES_ON


async def _paper_changed(hall: Hall, paper: Paper, *, cover: bool) -> bool:
    """Wait for paper, asking every minute whether to go on waiting; False when the person would rather not."""
    page = paper_out(paper, hall.places, cover=cover)
    while True:
        try:
            answer = await page
        except OperationTimedOut:
            answer = await still_no_paper(paper, hall.places)
        if answer is not Waiting.WAIT:
            return answer is Waiting.READY


async def _cleared(paper: Paper) -> bool:
    """Empty the printer's buffer; say whether it really is empty."""
    try:
        return await clearing(paper)
    except DeviceError:
        return False
