"""Pages for what nobody in front of the machine can help: never their fault, always a window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.core.closed import Closed
from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import After, Footer, Notice, Picture, Wait
from kiosk.core.text import Digits, say
from kiosk.screens import sample
from kiosk.screens.phrases import DONE_FIRST, KNOWN, LOOK_AT_SCREEN, NOT_YOUR_FAULT, SEE_SCREEN, go_to_window, window
from kiosk.screens.staff.card_fixes import mend_device
from kiosk.screens.staff.closed_fixes import mend_closed, mend_program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text

SORRY_SECONDS: Final = 60.0


def _trouble(name: str, title: Text, places: PlaceConfig, *more: Text) -> Page[Onward]:
    return Notice(
        name=name,
        title=title,
        body=(NOT_YOUR_FAULT, *more, go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=SEE_SCREEN,
        actions=(KNOWN,),
    )


def _fault(name: str, title: Text, places: PlaceConfig, fault: Closed, *more: Text) -> Page[Onward]:
    """The same of a fault that is no device's: a technician is called, and who signs in sees what to do."""
    return replace(
        _trouble(name, title, places, *more),
        tells=HelpKind.TECHNICIAN,
        staff=mend_closed(fault, mended=Onward.GO_ON, given_up=Onward.GO_ON),
    )


def sorry(code: str, places: PlaceConfig) -> Page[Onward]:
    """Apologise for a bug; `code` is for the technician, whom the window calls."""
    return Notice(
        name="sorry",
        title=say("对不起，机器出毛病了"),
        body=(
            NOT_YOUR_FAULT,
            go_to_window(places),
            say("告诉他们：{code}。", short="", aloud="", code=Digits(code, private=False)),
        ),
        picture=Picture.TROUBLE,
        loudspeaker=(say("对不起，机器出毛病了。"), say("证件和单子，请带好。")),
        actions=(DONE_FIRST,),
        after=After(SORRY_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
    )


def device_trouble(places: PlaceConfig, device: str = "") -> Page[Onward]:
    """A device doesn't do what it is asked, and no page of its own speaks of it; `device` is its lane, where that is known."""
    return replace(
        _trouble("device_trouble", say("机器出毛病了"), places),
        tells=HelpKind.STUCK,
        staff=mend_device(device, mended=Onward.GO_ON, given_up=Onward.GO_ON),
    )


def program_trouble(places: PlaceConfig) -> Page[Onward]:
    """A part of the program that carries no device doesn't do what it is asked."""
    return replace(
        _trouble("program_trouble", say("机器出毛病了"), places),
        tells=HelpKind.TECHNICIAN,
        staff=mend_program(mended=Onward.GO_ON, given_up=Onward.GO_ON),
    )


def key_missing(places: PlaceConfig) -> Page[Onward]:
    """The terminal's own key can't be had: nothing can be opened, nor signed."""
    return _fault("key_missing", say("机器出毛病了"), places, Closed.KEY)


def records_unreadable(places: PlaceConfig) -> Page[Onward]:
    """The records store is damaged."""
    return _fault("records_unreadable", say("资料现在看不了"), places, Closed.RECORDS, say("看不到，不等于没有。"))


def records_missing(places: PlaceConfig) -> Page[Onward]:
    """The terminal has no records, or another's."""
    return _fault("records_missing", say("这台机器还没装资料"), places, Closed.NO_RECORDS)


def nothing_can_be_kept(places: PlaceConfig) -> Page[Onward]:
    """The disk is full: nothing is printed that couldn't be written down."""
    return _fault("nothing_can_be_kept", say("机器记不下了，先不打"), places, Closed.BOOKS)


def wait_a_little(places: PlaceConfig) -> Page[Onward]:
    """More look-ups in a short time than a hall has."""
    return _trouble("wait_a_little", say("现在查的人太多"), places, say("等一会儿再查，就行。"))


def figures_disagree(places: PlaceConfig) -> Page[Onward]:
    """The record doesn't reconcile, so none of its figures is shown."""
    return Notice(
        name="figures_disagree",
        title=say("这份账，要当面核对"),
        body=(NOT_YOUR_FAULT, go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(KNOWN,),
    )


def nobody_found(places: PlaceConfig) -> Page[Onward]:
    """Nothing is recorded of this person, or of what they asked for."""
    return Notice(
        name="nobody_found",
        title=say("这里没查到"),
        body=(NOT_YOUR_FAULT, say("看不到，不等于没有。"), go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(KNOWN,),
    )


def only_in_person(places: PlaceConfig) -> Page[Onward]:
    """A matter for a window: 机关事业 members, and records with a mark. Never why."""
    return Notice(
        name="only_in_person",
        title=say("请到{window}办", window=window(places)),
        body=(say("这件事，要当面帮您看。"), say("带上身份证就行。")),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(KNOWN,),
    )


def clock_wrong(places: PlaceConfig) -> Page[Onward]:
    """The terminal's date can't be true."""
    return _fault("clock_wrong", say("机器的日期不对"), places, Closed.CLOCK, say("先不查，免得看错。"))


def out_of_service(places: PlaceConfig, fault: Closed) -> Page[Onward]:
    """Stands in place of home while the terminal may not serve; what the `fault` is the staff hear who sign in.

    They leave their pages once they say that it is mended, and see here whether it is.
    """
    return Wait(
        name="out_of_service",
        title=say("这台机器现在不能用"),
        body=(say("对不起，让您白走一趟。", short=""), go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("这台机器现在不能用。"), say("请到{window}办。", window=window(places))),
        footer=Footer(back=False, leave=False),
        idle=True,
        tells=HelpKind.TECHNICIAN,
        staff=mend_closed(fault, mended=Onward.LEAVE, given_up=Onward.GO_ON),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "sorry": sorry("4711", sample.PLACES),
    "sorry-far": sorry("4711", sample.FAR),
    "device-trouble": device_trouble(sample.FAR),
    "program-trouble": program_trouble(sample.PLACES),
    "key-missing": key_missing(sample.PLACES),
    "records-unreadable": records_unreadable(sample.FAR),
    "records-missing": records_missing(sample.PLACES),
    "disk-full": nothing_can_be_kept(sample.PLACES),
    "too-many-look-ups": wait_a_little(sample.PLACES),
    "does-not-reconcile": figures_disagree(sample.FAR),
    "nobody-found": nobody_found(sample.FAR),
    "only-in-person": only_in_person(sample.FAR),
    "clock-wrong": clock_wrong(sample.PLACES),
    "out-of-service": out_of_service(sample.PLACES, Closed.RECORDS),
    "out-of-service-far": out_of_service(sample.FAR, Closed.CRASHES),
}
