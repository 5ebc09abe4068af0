"""A page is data: what is asked, what may be answered, what a device does meanwhile.

A page is awaited by a flow; the value of the `await` is the answer: a person's touch, a job's outcome or, after a time,
the page's own. Stages turn a page into widgets, speech, lights and audit lines. A page knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from devices.deadline import Deadline
    from kiosk.core.help import HelpKind
    from kiosk.core.text import Money, Text
    from kiosk.core.years import YearsAndMonths

LATE_SECONDS = 10.0
"""A10: what takes longer can be called off."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


class Slot(StrEnum):
    """A place of the machine where a hand is wanted."""

    ID_READER = "id_reader"
    CARD_SLOT = "card_slot"
    RECEIPT = "receipt"
    DOCUMENT = "document"
    SCANNER = "scanner"


class Picture(StrEnum):
    """A drawing the view knows. Those of the terminal show this machine with an arrow to the place.

    From `OPEN_COVER` on they show its insides, and what somebody of the staff does there.
    """

    PLACE_CARD = "place_card"
    INSERT_CARD = "insert_card"
    TURN_CARD = "turn_card"
    PULL_CARD = "pull_card"
    SCAN_CODE = "scan_code"
    READING = "reading"
    READING_SLOT = "reading_slot"
    WAITING = "waiting"
    TAKE_CARD = "take_card"
    TAKE_PAPER = "take_paper"
    PRINTING = "printing"
    NO_PAPER = "no_paper"
    SLEEVE = "sleeve"
    LOOKING = "looking"
    MORE = "more"
    PRINTED = "printed"
    ALOUD = "aloud"
    SHEET = "sheet"
    CODE = "code"
    SHIELD = "shield"
    SAVED = "saved"
    MONEY = "money"
    GONE = "gone"
    KEYS = "keys"
    CALENDAR = "calendar"
    DONE = "done"
    TROUBLE = "trouble"
    HELP = "help"
    OPEN_COVER = "open_cover"
    PUT_ROLL = "put_roll"
    SHUT_COVER = "shut_cover"
    CLEAR_JAM = "clear_jam"
    TURN_CUTTER = "turn_cutter"
    PULL_TRAY = "pull_tray"
    FILL_TRAY = "fill_tray"
    PUSH_TRAY = "push_tray"
    OPEN_BACK = "open_back"
    PULL_SHEET = "pull_sheet"
    SHUT_BACK = "shut_back"
    CHANGE_TONER = "change_toner"
    EMPTY_OUTPUT = "empty_output"
    PLUG_CABLE = "plug_cable"
    SWITCH_POWER = "switch_power"
    OPEN_DOOR = "open_door"
    FREE_CARD = "free_card"
    CARD_BIN = "card_bin"
    HAND_BACK = "hand_back"


class Tone(StrEnum):
    """What an action is: the next step (green), another way, or a call for what can't wait (red)."""

    GO = "go"
    PLAIN = "plain"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Progress:
    """How far a job is. `phase` names one of the page's phases; `done` of `total` fills a bar (0: no bar).

    Of several `sheets`, `sheet` is the one being printed, the first is 1: it is told in place of the page's first sentence.
    """

    phase: str = ""
    done: int = 0
    total: int = 0
    sheet: int = 0
    sheets: int = 0


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Job(Generic[T_co]):
    """Work for a lane while a page stands: `work(device, deadline, report)`. Its value or error answers the page.

    `seconds=None` works until the page is left. Made by `LaneKey.job`, which checks that the lane carries that device. A job
    `aside` is one of several ways: as long as another is left, its device's trouble doesn't end the page.
    """

    lane: str
    work: Callable[[Any, Deadline, Report], T_co]
    seconds: float | None = None
    aside: bool = False


@dataclass(frozen=True)
class LaneKey(Generic[D]):
    """The name of a lane that carries a device of type `D`."""

    name: str

    def job(
        self, work: Callable[[D, Deadline, Report], T], *, seconds: float | None = None, aside: bool = False
    ) -> Job[T]:
        """Make a job for this lane."""
        return Job(self.name, work, seconds, aside)


@dataclass(frozen=True)
class Answer(Generic[T_co]):
    """A value that answers a page."""

    value: T_co


@dataclass(frozen=True)
class After(Generic[T_co]):
    """The answer a page gives itself after `seconds` without another.

    简洁版 gives people more time, unless it is not `paced`: the seconds are the machine's, or have been counted for it already.
    """

    seconds: float
    value: T_co
    paced: bool = True


@dataclass(frozen=True)
class Action(Generic[T_co]):
    """A button: its words, the answer it gives, its icon (a Lucide name) and what it is.

    `private`: that it was pressed tells of the person, as of an illness; the loudspeaker doesn't name it.
    """

    label: Text
    value: T_co
    icon: str = ""
    tone: Tone = Tone.PLAIN
    private: bool = False


@dataclass(frozen=True)
class Choice(Generic[T_co]):
    """A large card of a `Choose` page.

    `needs` are lanes it can't do without: it is greyed while one is down. Of each set in `needs_one_of` one is enough: one
    reader, say, and one printer. `private` as of an `Action`.
    """

    label: Text
    value: T_co
    icon: str = ""
    hint: Text | None = None
    needs: frozenset[str] = frozenset()
    needs_one_of: tuple[frozenset[str], ...] = ()
    private: bool = False

    def works(self, down: frozenset[str]) -> bool:
        """Whether it can be done while these lanes are down."""
        return not self.needs & down and all(lanes - down for lanes in self.needs_one_of)


@dataclass(frozen=True)
class Phase:
    """What a page shows while its job is in the named phase; shown for at least `at_least` seconds once entered.

    Answers by touch are not taken meanwhile.
    """

    name: str
    title: Text
    body: tuple[Text, ...] = ()
    loudspeaker: tuple[Text, ...] = ()
    picture: Picture | None = None
    at_least: float = 0.0


@dataclass(frozen=True)
class Header:
    """What stands over the title: the greeting and the day the data reach to. None on pages about nobody.

    Pages of the staff say who has signed in, and no day.
    """

    greeting: Text
    cut_off: date | None


@dataclass(frozen=True)
class Footer:
    """Which of the fixed places of the footer apply. 请人帮忙 always does, but on the staff's own pages."""

    back: bool = True
    leave: bool = True
    help: bool = True


@dataclass(frozen=True)
class Used:
    """That a person of this age, in whole years, is at a service from this page on. Only the audit's statistics ask."""

    service: str
    age: int | None = None


@dataclass(frozen=True)
class Hint:
    """Sentences that come up beside a page once nobody has touched anything for `seconds`. Spoken as they are written."""

    seconds: float
    sentences: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Page(Generic[T_co]):
    """What is shown and asked. `name` is the page's own, the same in every language and log.

    `title` asks or says one thing; `body` has one sentence each. `loudspeaker` is all the loudspeaker may say of it.
    `figure` is the amount that matters, shown large. `hand` names the slot where a hand is wanted. `seals` means: what
    is done here can't be taken back, so back never crosses it. `usual` is the answer given without asking in 简洁版.
    `slot` is the one its picture shows where no hand is wanted.
    A page that `shows_after` some seconds leaves the one before on the screen until then, so that quick work doesn't
    flash past. `patient` pages are never interrupted by the idle question. `idle` pages are home: no visit stands yet.
    A page without 退出 that `may_be_called_off` has 不等了 once it has stood for `LATE_SECONDS`, as has every phase of a page
    with 退出 and of home.
    The answer of a `counted` page is a `StrEnum` that says nothing of the person; the audit counts what was touched.
    `used` names the service a page belongs to, for the statistics of the day.
    `staff` is the same question as it is put to who helps, with the fix where the person is told that help comes.
    While a page stands that `tells`, the hall's desk is told so by itself.
    A page `aside` only explains the one before, to which its answer leads back: nobody returns to it by 上一步.
    `paper` is what stands on the paper the page is about, line by line: 念给我听 reads it after the page.
    """

    stop: ClassVar[bool] = False
    """Whether back may return to it: true for the kinds that ask."""

    name: str
    title: Text
    body: tuple[Text, ...] = ()
    figure: Money | None = None
    picture: Picture | None = None
    loudspeaker: tuple[Text, ...] = ()
    actions: tuple[Action[T_co], ...] = ()
    jobs: tuple[Job[T_co], ...] = ()
    phases: tuple[Phase, ...] = ()
    usual: Answer[T_co] | None = None
    after: After[T_co] | None = None
    header: Header | None = None
    footer: Footer = Footer()
    hand: Slot | None = None
    slot: Slot | None = None
    band: Text | None = None
    seals: bool = False
    shows_after: float = 0.0
    hint: Hint | None = None
    patient: bool = False
    may_be_called_off: bool = False
    idle: bool = False
    counted: bool = False
    used: Used | None = None
    staff: Page[T_co] | None = None
    tells: HelpKind | None = None
    aside: bool = False
    paper: tuple[tuple[Text, ...], ...] = ()

    def __await__(self) -> Generator[Page[T_co], T_co, T_co]:
        answer: T_co = yield self
        return answer


@dataclass(frozen=True, kw_only=True, repr=False)
class Choose(Page[T_co]):
    """One question, at most six answers as large cards."""

    stop: ClassVar[bool] = True

    choices: tuple[Choice[T_co], ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Wait(Page[T_co]):
    """Something is being waited for: a hand, a device, a person."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Notice(Page[T_co]):
    """Something is said; the actions only acknowledge it or show a way on."""


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is, its figure, and a note beside it."""

    label: Text
    figure: Text
    note: Text | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Review(Page[T_co]):
    """What was found or is about to be done, and what may be done next. `rows` are label-and-figure lines."""

    stop: ClassVar[bool] = True

    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Table(Page[T_co]):
    """A list of label-and-figure lines, split into pages by the view: at most six lines each, three in 简洁版."""

    stop: ClassVar[bool] = True

    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: its label and what it stands for. All bars of a chart are of one kind; the `size` is its length."""

    label: Text
    figure: Money | YearsAndMonths


@dataclass(frozen=True, kw_only=True, repr=False)
class Chart(Page[T_co]):
    """Amounts or years as bars from zero, with the sentence that says the same in `body`. What is below zero has no bar."""

    stop: ClassVar[bool] = True

    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class EnterDigits(Page[T_co]):
    """Digits are typed on an own pad of large keys. `read` turns them into the answer or says what is wrong.

    `covered` shows dots in place of what is typed. `most` is how many digits there may be. `shuffled` puts the keys in
    another order each time, so that nobody reads the digits off the fingers. `letter` is one more key, for the X at the end
    of an identity number.
    """

    stop: ClassVar[bool] = True

    most: int
    read: Callable[[str], Answer[T_co] | Text]
    covered: bool = False
    shuffled: bool = False
    letter: str = ""


@dataclass(frozen=True)
class Gauge(Generic[T_co]):
    """A line of a panel: what it is, how it is in words, and whether that is well (None: unknown, never shown as ok).

    `detail` is a quieter sentence under it, `action` the button beside it, `icon` its sign (a Lucide name). What is neither
    well nor unknown, as what is switched off or only counted, has a `sign` of its own before its state.
    """

    label: Text
    state: Text
    well: bool | None
    detail: Text | None = None
    action: Action[T_co] | None = None
    icon: str = ""
    sign: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Panel(Page[T_co]):
    """How the machine is, line by line; for staff."""

    stop: ClassVar[bool] = True

    gauges: tuple[Gauge[T_co], ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Modes(Page[T_co]):
    """The ways in which pages may be shown and spoken, each to be switched on and off; what is on says so."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Hearing(Page[T_co]):
    """How pages are spoken: slower, faster, softer, louder; and what was said, again or from where it was stopped."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Languages(Page[T_co]):
    """The languages people may choose, each by its own name; the one that is touched holds at once, and answers the page."""


@dataclass(frozen=True)
class FixStep:
    """One thing to do with the hands: a sentence and its drawing."""

    words: Text
    picture: Picture


@dataclass(frozen=True, kw_only=True, repr=False)
class Fix(Page[T_co]):
    """How something is mended, as numbered pictures; for staff. The actions say how it ended."""

    steps: tuple[FixStep, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Night(Page[T_co]):
    """Home while the hall is closed: dark, with the time. It moves over the panel; a touch anywhere is its first action."""


@dataclass(frozen=True)
class Cell:
    """A field of a grid: its words, and how full it is (0 to 1)."""

    words: Text
    share: float = 0.0


@dataclass(frozen=True, kw_only=True, repr=False)
class Grid(Page[T_co]):
    """Fields that lie as what they stand for does: the keys of a keypad, the parts of the panel; for staff."""

    stop: ClassVar[bool] = True

    cells: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class Outline(Page[T_co]):
    """A rectangle to hold something against, as wide and high as these shares of the panel; for staff."""

    stop: ClassVar[bool] = True

    across: float
    down: float


@dataclass(frozen=True)
class Hit:
    """How far beside the middle of a dot a finger was, in millimetres; to the right and down are more."""

    across_mm: float
    down_mm: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Dot(Page[T_co]):
    """One dot to be touched, its middle at these shares of the panel; answered with a `Hit`, by `read`; for staff."""

    across: float
    down: float
    read: Callable[[Hit], T_co]
