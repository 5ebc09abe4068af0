"""Testing a device: what it can say itself, and what somebody has to look at, listen to, press or put there."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from devices.errors import Action as Deed
from devices.errors import CardError
from devices.health import DeviceState, LastError, SelfTest, Verdict
from devices.roles import Glow, Key, KeyPressed, Lamp
from kiosk.audit import maintenance_events as events
from kiosk.core.config import Config
from kiosk.core.lane import ID_READER, INDICATORS, SCANNER, SOCIAL_CARD_READER
from kiosk.core.page import Action, Cell, Grid, LaneKey, Notice, Picture, Slot, Tone, Wait
from kiosk.core.remedies import REMEDIES
from kiosk.core.text import Word, say
from kiosk.core.upkeep import UPKEEP, Check, Checked
from kiosk.screens import sample
from kiosk.screens.printing import LANES, PRINT_SECONDS, SLOTS
from kiosk.screens.staff.device_words import CHECKS, LAMPS, named
from kiosk.screens.staff.maintenance import LOOK_SECONDS, device_of
from kiosk.screens.staff.phrases import NO_WAY_OUT, UNDERSTOOD
from kiosk.statement.model import Issue, Paper
from kiosk.statement.trial import trial_print

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from devices.deadline import Deadline
    from devices.roles import CodeScanner, Device, IdCardReader, Indicators, Keypad, SocialCardReader
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep
    from kiosk.statement.press import Press

SELF_TEST_SECONDS: Final = 30.0
TRY_SECONDS: Final = 60.0
"""How long a card, a code or a key is waited for."""
KEYPAD: Final[LaneKey[Keypad]] = LaneKey("keypad")


class Saw(Enum):
    """What whoever tests has found."""

    GOOD = auto()
    BAD = auto()
    SKIPPED = auto()
    """Some of what is tested could not be tried: nobody knows whether it works."""
    NOT_NOW = auto()


def _leave() -> Action[Saw]:
    return Action(say("先不试"), Saw.NOT_NOW, "x")


def testing_itself(lane: str) -> Page[SelfTest | Saw]:
    """Let the device test itself; `NOT_NOW` by who doesn't wait for it."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> SelfTest:
        return device_of(carried).self_test(deadline)

    return Wait["SelfTest | Saw"](
        name=f"testing_{lane}",
        title=say("{device}正在自检", device=named(lane)),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        actions=(Action(say("不等了"), Saw.NOT_NOW, "x"),),
        jobs=(LaneKey["Device | Press"](lane).job(work, seconds=SELF_TEST_SECONDS),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def keeping(
    member: StaffMember, note: Callable[[Event], None], lane: str, check: Check, *, passed: bool | None, code: str = ""
) -> Page[Checked]:
    """Keep what came of a test; the audit notes whether it passed, None where the device can't say."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Checked:
        done = upkeep.tested(lane, check, passed=passed, by=member.number, code=code)
        note(events.SELF_TESTED(member, device=f"{lane}.{check.value}", passed=passed))
        return done

    return Wait(
        name="keeping_test",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


def told_itself(lane: str, test: SelfTest) -> Page[None]:
    """What came of the device's own test, and what to do."""
    title, picture = {
        Verdict.PASSED: (say("自检没问题"), Picture.DONE),
        Verdict.FAILED: (say("自检没过"), Picture.TROUBLE),
        Verdict.UNKNOWN: (say("线通了，别的问不到"), Picture.HELP),
    }[test.verdict]
    body: list[Text] = []
    if test.error is not None:
        body.append(REMEDIES[test.error.action])
        body.append(say("{code} {detail}", code=Word(test.error.code), detail=Word(test.error.detail)))
    elif test.empty:
        body.append(REMEDIES[Deed.REFILL])
    elif test.verdict is Verdict.UNKNOWN:
        body.append(say("请您动手试一试。"))
    return Notice(
        name=f"tested_{lane}_{test.verdict}",
        title=title,
        body=tuple(body),
        picture=picture,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


# -- somebody has to look -------------------------------------------------------------------------------------


def printing_trial(paper: Paper, issue: Callable[[date, Paper], Issue], today: Callable[[], date]) -> Page[int]:
    """Print a sheet about nobody. Raises what `Press.print` raises."""

    def work(press: Press, deadline: Deadline, report: Report) -> int:
        return press.print(trial_print(issue(today(), paper)), deadline, report)

    return Wait(
        name=f"trial_{paper}",
        title=say("正在试打"),
        body=(say("请等一等。"),),
        picture=Picture.PRINTING,
        jobs=(LANES[paper].job(work, seconds=PRINT_SECONDS),),
        footer=NO_WAY_OUT,
        hand=SLOTS[paper],
        seals=True,
        patient=True,
    )


def is_it_good(check: Check, question: Text, good: Text, bad: Text, *, hand: Slot | None = None) -> Page[Saw]:
    """Ask whoever tests what they see or hear."""
    return Notice(
        name=f"is_it_good_{check}",
        title=question,
        picture=Picture.HELP,
        actions=(Action(good, Saw.GOOD, "check", Tone.GO), Action(bad, Saw.BAD, "x")),
        footer=NO_WAY_OUT,
        hand=hand,
    )


def print_is_good() -> Page[Saw]:
    """Whether the trial is clear."""
    return is_it_good(Check.PRINT, say("打得清楚吗？"), say("清楚"), say("不清楚"))


def _read_id_card(reader: IdCardReader, deadline: Deadline, _report: Report) -> Saw:
    """Read a card and forget it: that it was read is all that is wanted."""
    while True:
        try:
            reader.read_card(deadline, found=lambda: None)
        except CardError:
            deadline.check()
            continue
        return Saw.GOOD


def _read_social_card(reader: SocialCardReader, deadline: Deadline, _report: Report) -> Saw:
    """Read a card, give it back, and forget it."""
    reader.read_card(deadline, found=lambda: None)
    reader.give_back(deadline)
    return Saw.GOOD


def _scan(scanner: CodeScanner, deadline: Deadline, _report: Report) -> Saw:
    """Scan a code and forget it."""
    scanner.scan(deadline)
    return Saw.GOOD


def trying_to_read(lane: str) -> Page[Saw]:
    """Wait for any card or code; only whether it was read is told. Raises `DeviceError`."""
    job, title, picture, slot = {
        "id_reader": (
            ID_READER.job(_read_id_card, seconds=TRY_SECONDS),
            say("请放一张身份证"),
            Picture.PLACE_CARD,
            Slot.ID_READER,
        ),
        "social_card_reader": (
            SOCIAL_CARD_READER.job(_read_social_card, seconds=TRY_SECONDS),
            say("请插一张社保卡"),
            Picture.INSERT_CARD,
            Slot.CARD_SLOT,
        ),
        "scanner": (
            SCANNER.job(_scan, seconds=TRY_SECONDS),
            say("请扫任何一个码"),
            Picture.SCAN_CODE,
            Slot.SCANNER,
        ),
    }[lane]
    return Wait(
        name=f"trying_{lane}",
        title=title,
        body=(say("只看读不读得出，不看内容。"),),
        picture=picture,
        actions=(Action(say("读不出来"), Saw.BAD, "triangle-alert"), _leave()),
        jobs=(job,),
        footer=NO_WAY_OUT,
        hand=slot,
        patient=True,
    )


_ROWS: Final[tuple[tuple[tuple[Key, str], ...], ...]] = (
    (
        (Key.DIGIT_1, "1"),
        (Key.DIGIT_2, "2"),
        (Key.DIGIT_3, "3"),
        (Key.UP, "上"),
        (Key.HELP, "求助"),
        (Key.BACK, "返回"),
    ),
    (
        (Key.DIGIT_4, "4"),
        (Key.DIGIT_5, "5"),
        (Key.DIGIT_6, "6"),
        (Key.DOWN, "下"),
        (Key.REPEAT, "重听"),
        (Key.PAUSE, "停念"),
    ),
    (
        (Key.DIGIT_7, "7"),
        (Key.DIGIT_8, "8"),
        (Key.DIGIT_9, "9"),
        (Key.LEFT, "左"),
        (Key.LOUDER, "大声"),
        (Key.FASTER, "快念"),
    ),
    (
        (Key.CLEAR, "清除"),
        (Key.DIGIT_0, "0"),
        (Key.ENTER, "确认"),
        (Key.RIGHT, "右"),
        (Key.SOFTER, "小声"),
        (Key.SLOWER, "慢念"),
    ),
)
"""The keys as they lie on the drawing; a keypad may have fewer."""


def _next_key(keypad: Keypad, deadline: Deadline, _report: Report) -> Key:
    """Wait for a key. Which one it is goes nowhere but onto the drawing."""
    while True:
        for event in keypad.listen(deadline.within(0.5)):
            if isinstance(event, KeyPressed):
                return event.key
        deadline.check()


def press_every_key(pressed: frozenset[Key]) -> Page[Key | Saw]:
    """A drawing of the keypad, on which each key that was pressed is ticked off."""
    cells = tuple(
        tuple(Cell(say("{key}", key=Word(words)), 1.0 if key in pressed else 0.0) for key, words in row)
        for row in _ROWS
    )
    return Grid["Key | Saw"](
        name="press_every_key",
        title=say("请把每个键按一遍"),
        body=(say("按到的会变深，没有的键不用管。"),),
        cells=cells,
        actions=(
            Action(say("都有反应"), Saw.GOOD, "check", Tone.GO),
            Action(say("有的没反应"), Saw.BAD, "triangle-alert"),
            Action(say("先不试"), Saw.NOT_NOW, "x"),
        ),
        jobs=(KEYPAD.job(_next_key),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def _shining(lamp: Lamp, glow: Glow) -> Callable[[Indicators, Deadline, Report], Saw]:
    def work(indicators: Indicators, deadline: Deadline, _report: Report) -> Saw:
        indicators.show({lamp: glow}, deadline)
        while True:
            deadline.pause(0.5)

    return work


def does_it_shine(lamp: Lamp) -> Page[Saw]:
    """Light one lamp alone, and ask."""
    name = LAMPS[lamp.value]
    return Wait(
        name=f"lamp_{lamp}",
        title=say("{lamp}亮了吗？", lamp=Word(name.message)),
        body=(say("只有这一盏该亮。"),),
        picture=Picture.SHEET,
        actions=(
            Action(say("亮了"), Saw.GOOD, "check", Tone.GO),
            Action(say("没亮"), Saw.BAD, "triangle-alert"),
            _leave(),
        ),
        jobs=(INDICATORS.job(_shining(lamp, Glow.ON)),),
        footer=NO_WAY_OUT,
    )


def does_it_chime() -> Page[Saw]:
    """Ring once, and ask."""
    return Wait(
        name="chime",
        title=say("听到铃声了吗？"),
        picture=Picture.ALOUD,
        actions=(
            Action(say("听到了"), Saw.GOOD, "check", Tone.GO),
            Action(say("没听到"), Saw.BAD, "triangle-alert"),
            _leave(),
        ),
        jobs=(INDICATORS.job(_shining(Lamp.CHIME, Glow.ONCE)),),
        footer=NO_WAY_OUT,
    )


def lamps_back() -> Page[bool]:
    """Let the lamps show again what they should."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> bool:
        upkeep.renew(INDICATORS.name)
        return True

    return Wait(
        name="lamps_back",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def wired_lamps() -> Page[tuple[Lamp, ...]]:
    """Which lamps are wired, as the configuration says; a chime is none."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[Lamp, ...]:
        wired = upkeep.settings(INDICATORS.name).get("lamps")
        return tuple(lamp for lamp in Lamp if isinstance(wired, dict) and lamp in wired and lamp is not Lamp.CHIME)

    return Wait(
        name="wired_lamps",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def check_said(check: Check, *, passed: bool | None) -> Page[None]:
    """What is kept of a test; None: part of it was not tried, and that is no pass."""
    what = Word(CHECKS[check].message)
    name, title, picture = {
        True: ("check_passed", say("{check}：没问题", check=what), Picture.DONE),
        False: ("check_not_passed", say("{check}：没过", check=what), Picture.TROUBLE),
        None: ("check_not_whole", say("{check}：有的没试", check=what), Picture.HELP),
    }[passed]
    return Notice(
        name=name,
        title=title,
        body=(say("已经记下来了。"),),
        picture=picture,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_FAILED: Final = SelfTest(
    Verdict.FAILED, DeviceState.NO_DEVICE, (), LastError("device-gone", Deed.MAINTENANCE, "ttyUSB3", 0.0)
)


def _issue(_day: date, paper: Paper) -> Issue:
    return Issue.at(Config(), sample.NOW, paper)


EXAMPLES: Mapping[str, Page[object]] = {
    "itself": testing_itself("id_reader"),
    "itself-passed": told_itself("id_reader", SelfTest(Verdict.PASSED)),
    "itself-failed": told_itself("scanner", _FAILED),
    "itself-empty": told_itself("receipt_printer", SelfTest(Verdict.FAILED, DeviceState.ONLINE, ("paper",))),
    "itself-unknown": told_itself("keypad", SelfTest(Verdict.UNKNOWN)),
    "trial": printing_trial(Paper.SLIP, _issue, sample.NOW.date),
    "print-good": print_is_good(),
    "read-id": trying_to_read("id_reader"),
    "read-social": trying_to_read("social_card_reader"),
    "scan": trying_to_read("scanner"),
    "keys": press_every_key(frozenset({Key.DIGIT_1, Key.UP, Key.HELP})),
    "lamp": does_it_shine(Lamp.ID_READER),
    "chime": does_it_chime(),
    "said": check_said(Check.PRINT, passed=True),
    "said-not": check_said(Check.KEYS, passed=False),
    "said-part": check_said(Check.SENSES, passed=None),
}
