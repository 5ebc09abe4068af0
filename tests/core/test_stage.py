"""A chorus performs the same visit on each of its stages, in their order."""

from __future__ import annotations

from kiosk.core.page import Notice, Phase, Progress, Wait
from kiosk.core.people import Presentation
from kiosk.core.stage import Chorus, EndedBy, PageEnded, Showing, Ticket, sentences
from kiosk.core.text import Wording, say

PHASE = Phase("reading", say("正在读证"), body=(say("先别拿走。"),))
PAGE: Notice[None] = Notice(name="place_id_card", title=say("请放身份证"), body=(say("放在右边。"),), phases=(PHASE,))
SHOWING = Showing(Ticket(1), PAGE, Presentation())
ENDING = PageEnded("place_id_card", EndedBy.JOB)


class Witness:
    """Remembers what it was told, together with others."""

    def __init__(self, name: str, told: list[tuple[str, object]]) -> None:
        self.name = name
        self.told = told

    def show(self, showing: Showing) -> None:
        self.told.append((self.name, showing))

    def ended(self, ending: PageEnded) -> None:
        self.told.append((self.name, ending))

    def over(self) -> None:
        self.told.append((self.name, "over"))


def test_every_stage_hears_everything_in_its_turn() -> None:
    told: list[tuple[str, object]] = []
    chorus = Chorus([Witness("window", told), Witness("voice", told)])
    chorus.show(SHOWING)
    chorus.ended(ENDING)
    chorus.over()
    assert told == [(name, what) for what in (SHOWING, ENDING, "over") for name in ("window", "voice")]


def test_what_is_said_is_the_phases_while_the_page_is_in_one() -> None:
    assert sentences(SHOWING) == (say("请放身份证"), say("放在右边。"))
    assert sentences(Showing(Ticket(1), PAGE, Presentation(), PHASE)) == (say("正在读证"), say("先别拿走。"))


def test_which_sheet_is_printed_stands_in_place_of_the_first_sentence() -> None:
    page: Wait[None] = Wait(name="printing", title=say("正在打印"), body=(say("请等一等。"), say("纸从下面出来。")))

    def told(progress: Progress | None, *, simple: bool = False) -> list[str]:
        showing = Showing(Ticket(1), page, Presentation(), progress=progress)
        return [text.written(Wording(simple=simple)) for text in sentences(showing)]

    assert told(None) == told(Progress(total=1, sheet=1, sheets=1)) == ["正在打印", "请等一等。", "纸从下面出来。"]
    assert told(Progress(total=2, sheet=1, sheets=2)) == ["正在打印", "第1张，一共2张。", "纸从下面出来。"]
    assert told(Progress(done=1, total=2, sheet=2, sheets=2))[1] == "第2张，一共2张。"
    assert told(Progress(total=2, sheet=1, sheets=2), simple=True)[1] == "请等一等。"
