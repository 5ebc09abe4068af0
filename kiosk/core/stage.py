"""Stages: where a visit is performed. The window, the voice, the audit and the lights are stages; a chorus is all of them."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, NewType, Protocol

from kiosk.core.text import Count, say
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kiosk.core.page import Page, Phase, Progress
    from kiosk.core.people import Presentation
    from kiosk.core.staff import Assistance
    from kiosk.core.text import Label, Text

Ticket = NewType("Ticket", int)
"""Names one `await`. An answer with another ticket than the page that stands is dropped."""


class Tickets:
    """Gives tickets, each once. Visits that share a window and lanes share one of these."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> Ticket:
        """Return a ticket nobody has had."""
        self._last += 1
        return Ticket(self._last)


@dataclass(frozen=True)
class Showing:
    """Everything a stage needs to perform one page now.

    `phase` is what the page's job has come to, `can_go_back` whether 上一步 leads anywhere, `down` the lanes whose device
    does not work, `laid_over` whether the page lies over a visit that goes on beneath. `cut_off` is the day the data
    reach to. `left_seconds` is how long the page still stands by itself, None without a limit. `hint` is what the page's
    hint says, once it has come up. `assistance` is who helps and what they may see; `presentation` has figures covered then.
    `late`: it has taken so long that it may be called off, with `leave`. What is `for_staff` is Chinese, whoever was served.
    `deserted`: it is home, or what stands in its place, and nobody stands before it.
    """

    ticket: Ticket
    page: Page[object]
    presentation: Presentation
    phase: Phase | None = None
    progress: Progress | None = None
    can_go_back: bool = False
    down: frozenset[str] = frozenset()
    laid_over: bool = False
    cut_off: date | None = None
    left_seconds: float | None = None
    hint: tuple[Text, ...] = ()
    assistance: Assistance | None = None
    late: bool = False
    for_staff: bool = False
    deserted: bool = False

    @property
    def covered(self) -> bool:
        """Whether figures are covered: by the person, for who helps, or because the page lies over a visit."""
        return self.presentation.covered or self.laid_over


class EndedBy(StrEnum):
    """Who or what ended a page."""

    PERSON = "person"
    JOB = "job"
    ERROR = "error"
    TIME = "time"
    USUAL = "usual"
    BACK = "back"
    LEFT = "left"
    IDLE = "idle"
    BUG = "bug"
    STAFF = "staff"


@dataclass(frozen=True)
class PageEnded:
    """A page has been left: its name, by whom or what, and for an error its stable code.

    Never a value, but for the `answer` of a page whose answers are counted.
    """

    page: str
    ended_by: EndedBy
    code: str = ""
    answer: str = ""


class Stage(Protocol):
    """One rendering of the visit. Never blocks; what it raises is a bug."""

    def show(self, showing: Showing) -> None:
        """Perform this page now; called again for the same ticket when only its presentation or phase changed."""
        ...

    def ended(self, ending: PageEnded) -> None:
        """Take note that a page has been left."""
        ...

    def over(self) -> None:
        """The visit is over: forget everything of it."""
        ...


class Chorus:
    """Several stages that perform the same visit."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._stages = tuple(stages)

    def show(self, showing: Showing) -> None:
        """Perform this page on every stage."""
        for stage in self._stages:
            stage.show(showing)

    def ended(self, ending: PageEnded) -> None:
        """Tell every stage that a page has been left."""
        for stage in self._stages:
            stage.ended(ending)

    def over(self) -> None:
        """Tell every stage that the visit is over."""
        for stage in self._stages:
            stage.over()


class Tune(Enum):
    """What somebody may ask of the voice."""

    SLOWER = auto()
    FASTER = auto()
    SOFTER = auto()
    LOUDER = auto()
    AGAIN = auto()
    GO_ON = auto()
    """From the sentence on in which it was stopped."""


class Command(Protocol):
    """What a person may ask of the visit besides answering its page."""

    def answered(self, ticket: Ticket, value: object) -> None:
        """A touch answered the page."""
        ...

    def back(self, ticket: Ticket) -> None:
        """上一步."""
        ...

    def leave(self, ticket: Ticket) -> None:
        """退出."""
        ...

    def call_help(self) -> None:
        """请人帮忙."""
        ...

    def present(self, presentation: Presentation) -> None:
        """Show everything in another way from now on."""
        ...

    def choose_modes(self) -> None:
        """看不清: choose how everything is shown."""
        ...

    def choose_voice(self) -> None:
        """听不清: choose how everything is spoken."""
        ...

    def choose_language(self) -> None:
        """The names of the languages: choose one."""
        ...

    def tune(self, tune: Tune) -> None:
        """Ask something of the voice."""
        ...

    def pressed(self, label: Label) -> None:
        """A button is pressed; what it does follows in the same breath."""
        ...

    def walked(self, label: Label) -> None:
        """Keys have led to a button or a line."""
        ...

    def released(self) -> None:
        """What the pressed button does is done."""
        ...

    def read_aloud(self) -> None:
        """念给我听."""
        ...

    def ask_consent(self) -> None:
        """给工作人员看: ask the person whether who helps may see the figures."""
        ...

    def helped(self) -> None:
        """帮完了: who helps is done."""
        ...

    def staff_wanted(self) -> None:
        """Somebody knocked the way only the staff knows: they want to sign in."""
        ...

    def touched(self) -> None:
        """Somebody touched the screen anywhere: they are still there."""
        ...


def sentences(showing: Showing) -> tuple[Text, ...]:
    """Return the title and body that hold now, those of the phase if the page is in one.

    Where the job tells which sheet it prints, that stands in place of the first sentence, which says to wait.
    """
    source = showing.phase or showing.page
    progress = showing.progress
    if progress is None or progress.sheets <= 1:
        return (source.title, *source.body)
    sheet = say(
        "第{sheet}张，一共{sheets}张。",
        short="请等一等。",
        sheet=Count(progress.sheet),
        sheets=Count(progress.sheets),
    )
    return (source.title, sheet, *source.body[1:])
