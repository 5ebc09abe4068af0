"""Acting on a mandate, and the mandates a person has given. No amount is ever on these pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.page import (
    Action,
    Choice,
    Choose,
    Footer,
    Gauge,
    Header,
    Notice,
    Page,
    Panel,
    Picture,
    Review,
    Row,
    Tone,
)
from kiosk.core.text import Count, Day, Word, say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, window
from kiosk.screens.staff.mandate_paper import ERRANDS, LONG_SUMMARY, SAMPLE_NUMBER, SAMPLE_SUMMARY, Summary, rows_of
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_BACK, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.mandate import Errand


def take_cards() -> Page[None]:
    """The cards go back before anything is done: whose lies on the reader would be taken for somebody else's."""
    return Notice(
        name="take_cards",
        title=say("请先收好证"),
        body=(say("两张证，都还给他们。"),),
        picture=Picture.TAKE_CARD,
        actions=(Action(say("收好了"), None, "check", Tone.GO),),
        footer=Footer(back=False, help=False),
    )


def mandate_menu(summary: Summary, number: str, cut_off: date) -> Page[Errand | None]:
    """What may be done on this mandate; no amount is ever seen."""
    return Review["Errand | None"](
        name="mandate_menu",
        title=say("可以做什么"),
        body=(say("本人没来，金额不显示在屏幕上。"),),
        rows=(
            *rows_of(summary),
            Row(say("纸质委托书"), say("已核对　{number}", number=Word(number))),
        ),
        actions=(
            *(
                Action(ERRANDS[errand], errand, "printer", Tone.GO if errand is summary.errands[0] else Tone.PLAIN)
                for errand in summary.errands
            ),
            Action(say("办完了"), None, "check"),
        ),
        header=Header(say("代办"), cut_off),
        footer=Footer(back=False, help=False),
    )


def mandate_over(places: PlaceConfig) -> Page[Onward]:
    """It doesn't hold any more, or not for this."""
    return Notice(
        name="mandate_over",
        title=say("这份委托，现在不能用"),
        body=(say("可能到期了，或收回了。"), say("请到{window}问问。", window=window(places))),
        picture=Picture.TROUBLE,
        actions=(KNOWN,),
        footer=Footer(back=False, help=False),
    )


# -- those there are ----------------------------------------------------------------------------------------------


def which_mandate(there: tuple[tuple[str, Summary], ...]) -> Page[str | None]:
    """A mandate that holds already, by its number, or a new one (None)."""
    return Choose["str | None"](
        name="which_mandate",
        title=say("用哪份委托？"),
        choices=(
            *(
                Choice[str | None](
                    say("{number}", number=Word(number)),
                    number,
                    "file-text",
                    say("到{day}", day=Day(summary.until, summary.this_year, private=False)),
                )
                for number, summary in there[:5]
            ),
            Choice[str | None](say("新的委托书"), None, "receipt-text"),
        ),
        footer=FOOTER,
    )


def mandates_there_are(there: tuple[tuple[str, Summary], ...]) -> Page[str | None]:
    """What the person has given, each with the way to take it back."""
    return Panel["str | None"](
        name="mandates_there_are",
        title=say("委托了{n}份", n=Count(len(there))),
        gauges=tuple(
            Gauge(
                say("{number}", number=Word(number)),
                say("到{day}", day=Day(summary.until, summary.this_year, private=False)),
                well=True,
                detail=rows_of(summary)[1].figure,
                action=Action[str | None](say("收回"), number, "ban"),
                icon="file-text",
            )
            for number, summary in there
        ),
        actions=(Action[str | None](say("看完了"), None, "check", Tone.GO),),
        footer=NO_WAY_BACK,
    )


def no_mandates() -> Page[None]:
    """Nobody holds one."""
    return Notice(
        name="no_mandates",
        title=say("没有委托过别人"),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def taken_back(number: str) -> Page[None]:
    """It holds no more, from this moment."""
    return Notice(
        name="mandate_taken_back",
        title=say("收回了"),
        body=(say("{number}，不能再用了。", number=Word(number)),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "take-cards": take_cards(),
    "menu": mandate_menu(SAMPLE_SUMMARY, SAMPLE_NUMBER, sample.CUT_OFF),
    "menu-long": mandate_menu(LONG_SUMMARY, SAMPLE_NUMBER, sample.CUT_OFF),
    "over": mandate_over(sample.FAR),
    "which": which_mandate(((SAMPLE_NUMBER, SAMPLE_SUMMARY),)),
    "those-there-are": mandates_there_are(((SAMPLE_NUMBER, SAMPLE_SUMMARY), ("2026-1121-0043", LONG_SUMMARY))),
    "none": no_mandates(),
    "taken-back": taken_back(SAMPLE_NUMBER),
}
