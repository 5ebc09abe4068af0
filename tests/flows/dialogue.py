"""Drives a flow as a conversation: what is seen, what is touched, what a device brings. No window, no threads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from devices.deadline import Deadline
from devices.roles import DocumentKind, IdCard
from kiosk.core.config import Config, DeviceConfig, PlaceConfig, PolicyConfig
from kiosk.core.page import Choose
from kiosk.core.record import DataState, Found
from kiosk.core.text import Wording
from kiosk.demo.people import SyntheticPerson, synthetic_people
from kiosk.flows.hall import Hall
from kiosk.screens.printing import Prepared
from kiosk.statement.model import Paper, Statement
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Self

    from devices.deadline import Time
    from kiosk.core.page import Action, Choice, Page, Progress

TODAY = date(2026, 11, 21)
CUT_OFF = date(2026, 11, 20)
CAST = 40


def _cast() -> dict[str, SyntheticPerson]:
    people = synthetic_people(7, TODAY, CUT_OFF)
    return {person.case: person for person, _ in zip(people, range(CAST), strict=False)}


PEOPLE = _cast()


def hall(
    *,
    sheets: bool = True,
    slips: bool = True,
    identity: bool = True,
    social: bool = False,
    places: PlaceConfig | None = None,
    policy: PolicyConfig | None = None,
) -> Hall:
    config = Config(
        places=places or PlaceConfig(),
        policy=policy or PolicyConfig(),
        id_reader=DeviceConfig("sam" if identity else ""),
        social_card_reader=DeviceConfig("ccid" if social else ""),
        document_printer=DeviceConfig("folder" if sheets else ""),
        receipt_printer=DeviceConfig("escpos" if slips else ""),
    )
    return Hall(config, lambda: TODAY)


def card_of(case: str) -> IdCard:
    card = PEOPLE[case].card
    return IdCard(
        DocumentKind.RESIDENT,
        card.name,
        card.sex,
        card.nation,
        card.birth,
        card.address,
        card.number,
        card.issuer,
        card.valid_from,
        card.valid_until,
    )


def found(case: str, *, cut_off: date = CUT_OFF, today: date = TODAY) -> Found:
    record = PEOPLE[case].record
    assert record is not None
    return Found(record, DataState("某某县社会保险事业管理局", "000000", cut_off, 1, CAST), today)


def any_statement(paper: Paper = Paper.SHEET) -> Statement:
    return window_slip(Matter.OTHER, hall().issue(TODAY, paper))


class Dialogue:
    """One conversation with a flow. `simple` is 简洁版: short words, usual answers given by themselves."""

    def __init__(self, flow: Coroutine[Page[Any], Any, Any], *, simple: bool = False) -> None:
        self._flow = flow
        self._wording = Wording(simple=simple)
        self.over = False
        self.result: object = None
        self.pages: list[Page[Any]] = []
        self.progress: list[Progress] = []
        self._go(None, None)

    @property
    def wording(self) -> Wording:
        """How its words are chosen."""
        return self._wording

    @property
    def page(self) -> Page[Any]:
        assert not self.over, "the conversation is over"
        return self.pages[-1]

    def sees(self, title: str, *lines: str) -> Self:
        assert self.page.title.written(self._wording) == title
        shown = [text.written(self._wording) for text in self.page.body]
        assert [line for line in lines if line not in shown] == [], shown
        return self

    def buttons(self) -> list[str]:
        labels = [action.label for action in self.page.actions]
        if isinstance(self.page, Choose):
            labels = [choice.label for choice in self.page.choices] + labels
        return [label for each in labels if (label := each.written(self._wording))]

    def touches(self, label: str) -> Self:
        offered: list[Action[Any] | Choice[Any]] = list(self.page.actions)
        if isinstance(self.page, Choose):
            offered += list(self.page.choices)
        values = [each.value for each in offered if each.label.written(self._wording) == label]
        assert len(values) == 1, self.buttons()
        return self._go(values[0], None)

    def helper_sees(self, title: str, *steps: str) -> Self:
        """Who helps is put their own question."""
        staff = self.page.staff
        assert staff is not None, self.page.name
        assert staff.title.written(self._wording) == title
        assert [step.words.written(self._wording) for step in getattr(staff, "steps", ())] == list(steps)
        return self

    def helper_touches(self, label: str) -> Self:
        """Who helps answers it."""
        staff = self.page.staff
        assert staff is not None, self.page.name
        values = [each.value for each in staff.actions if each.label.written(self._wording) == label]
        assert len(values) == 1, staff.name
        return self._go(values[0], None)

    def brings(self, value: object) -> Self:
        """A job of the page has its outcome."""
        assert self.page.jobs, self.page.name
        return self._go(value, None)

    def fails(self, error: Exception) -> Self:
        """A job of the page raises."""
        assert self.page.jobs, self.page.name
        return self._go(None, error)

    def performs(self, device: object, clock: Time) -> Self:
        """A real device does the page's job, and what comes of it answers the page."""
        job = self.page.jobs[0]
        try:
            value = job.work(device, Deadline(clock, job.seconds), self.progress.append)
        except Exception as error:  # noqa: BLE001 - as a lane hands it to the visit
            return self._go(None, error)
        return self._go(value, None)

    def waits(self) -> Self:
        """Nobody touches until the page goes on by itself."""
        assert self.page.after is not None, self.page.name
        return self._go(self.page.after.value, None)

    def prepares(self, *, ready: bool = True, printed_today: bool = False) -> Self:
        """The printer's lane has the paper ready."""
        paper = Paper(self.page.name.removeprefix("preparing_"))
        return self.brings(Prepared(paper, any_statement(paper), ready, printed_today))

    def prints(self) -> Self:
        """The sheet comes out and is taken."""
        return self.brings(1).touches("拿好了")

    def clears(self, *, well: bool = True) -> Self:
        """The printer has thrown away what it held, or has not."""
        return self.brings(well)

    def _go(self, value: object, error: Exception | None) -> Self:
        try:
            page = self._flow.send(value) if error is None else self._flow.throw(error)
            while self._wording.simple and page.usual is not None:
                page = self._flow.send(page.usual.value)
            self.pages.append(page)
        except StopIteration as end:
            self.over = True
            self.result = end.value
        return self
