"""A headset that is plugged in and pulled out, and who steps up: what the visit has spoken, and what it asks no more."""

from __future__ import annotations

from kiosk.core.house import Aloud
from kiosk.core.people import Presentation
from kiosk.core.staff import Assistance, Figures, StaffMember, StaffNumber, StaffRole
from tests.core.rehearsal import Rehearsal, ask

HELPER = Assistance(StaffMember(StaffNumber("1001"), StaffRole.ATTENDANT), figures=Figures.NEVER)


async def service() -> None:
    """Home and a question."""
    await ask("home", idle=True)
    await ask("year")
    await ask("review")


def rehearsal(*, voice: bool = False) -> Rehearsal:
    return Rehearsal(service, usual=Presentation(voice=voice))


def voice(r: Rehearsal) -> bool:
    assert r.stage.shown[-1].presentation.voice is r.visit.presentation.voice
    return r.visit.presentation.voice


def test_a_headset_turns_the_voice_on_and_takes_it_along() -> None:
    r = rehearsal()
    assert not voice(r)
    before = r.ticket
    r.visit.headset(plugged=True)
    assert voice(r)
    assert r.ticket == before
    r.touch("a")
    assert voice(r)
    r.visit.headset(plugged=False)
    assert not voice(r)
    assert r.page == "year"


def test_who_had_the_voice_on_keeps_it_and_who_switches_it_off_has_it_off() -> None:
    r = rehearsal()
    r.visit.present(Presentation(voice=True))
    r.visit.headset(plugged=True)
    r.visit.headset(plugged=False)
    assert voice(r)
    r.visit.present(Presentation())
    r.visit.headset(plugged=True)
    r.visit.present(Presentation())
    assert not voice(r)
    r.visit.present(Presentation(voice=True))
    r.visit.headset(plugged=False)
    assert voice(r), "they switched it on themselves"


def test_the_next_visit_begins_with_the_voice_on_while_a_headset_is_in_and_else_as_usual() -> None:
    r = rehearsal()
    r.visit.headset(plugged=True)
    r.touch("a")
    r.visit.leave(r.ticket)
    r.pass_time(6)
    assert r.page == "home"
    assert voice(r)
    assert r.visit.next_due is None, "nothing is to be given back"
    r.visit.headset(plugged=False)
    assert not voice(r)
    r.visit.headset(plugged=True)
    r.touch("a")
    r.visit.headset(plugged=False)
    r.visit.leave(r.ticket)
    r.pass_time(6)
    assert not voice(r)


def test_where_the_usual_voice_is_on_it_stays_so() -> None:
    r = rehearsal(voice=True)
    r.visit.headset(plugged=True)
    r.touch("a")
    r.visit.headset(plugged=False)
    assert voice(r)


def test_home_that_goes_quiet_gives_everything_back_but_the_voice_of_a_headset() -> None:
    r = rehearsal()
    r.visit.headset(plugged=True)
    r.visit.present(Presentation(voice=False, covered=True))
    r.pass_time(r.idle.quiet_seconds + 1)
    assert r.visit.presentation == Presentation(voice=True)
    r.visit.headset(plugged=False)
    assert r.visit.presentation == Presentation()


def test_a_parked_visit_is_spoken_once_it_is_back_and_who_is_served_next_hears_too() -> None:
    r = rehearsal()
    r.touch("a")
    r.visit.park()
    shown = len(r.stage.shown)
    r.visit.headset(plugged=True)
    assert len(r.stage.shown) == shown
    r.visit.resume()
    assert voice(r)
    r.visit.park()
    r.visit.serve(service, HELPER)
    assert voice(r)
    r.visit.headset(plugged=False)
    assert not voice(r)


def test_with_a_headset_figures_are_read_at_once_and_without_it_asked_for() -> None:
    r = rehearsal()
    r.touch("a")
    r.visit.headset(plugged=True)
    r.visit.read_aloud()
    assert (r.page, r.read) == ("year", 1)
    r.visit.headset(plugged=False)
    r.visit.read_aloud()
    assert (r.page, r.read) == ("read_aloud", 1)


def test_who_wants_a_headset_is_waited_for_and_it_goes_on_when_it_is_in() -> None:
    r = rehearsal()
    r.touch("a")
    r.visit.read_aloud()
    assert r.touch(Aloud.HEADSET) == "plug_in"
    r.visit.headset(plugged=True)
    assert r.page == "year"
    assert voice(r)
    r.visit.headset(plugged=False)
    r.visit.read_aloud()
    r.visit.headset(plugged=True)
    assert r.page == "year"
    r.visit.headset(plugged=False)
    r.visit.read_aloud()
    r.touch(Aloud.HEADSET)
    assert r.pass_time(60) == "year"
    assert r.read == 0
    assert not voice(r)


def test_another_page_that_lies_over_the_visit_stays_there() -> None:
    r = rehearsal()
    r.touch("a")
    r.call_help()
    r.visit.headset(plugged=True)
    assert r.page == "help_here"
    assert voice(r)


def deserted(r: Rehearsal) -> bool:
    return r.stage.shown[-1].deserted


def test_home_is_performed_anew_for_who_steps_up() -> None:
    r = rehearsal(voice=True)
    assert not deserted(r), "without a sensor somebody may always be there"
    r.visit.somebody(there=False)
    assert deserted(r)
    shown = len(r.stage.shown)
    r.visit.somebody(there=False)
    assert len(r.stage.shown) == shown
    r.visit.somebody(there=True)
    assert len(r.stage.shown) == shown + 1
    assert not deserted(r)
    r.touch("a")
    r.visit.somebody(there=False)
    assert not deserted(r), "a visit is spoken whatever the sensor says"
    r.visit.leave(r.ticket)
    r.visit.somebody(there=True)
    r.visit.somebody(there=False)
    r.pass_time(6)
    assert r.page == "home"
    assert deserted(r)


def test_who_touches_the_screen_or_plugs_a_headset_in_is_there_whatever_the_sensor_says() -> None:
    r = rehearsal()
    r.visit.somebody(there=False)
    r.visit.present(Presentation(voice=True))
    assert not deserted(r)
    r.visit.somebody(there=None)
    r.visit.somebody(there=False)
    assert deserted(r)
    r.visit.headset(plugged=True)
    assert not deserted(r)
    r.visit.somebody(there=None)
    r.visit.somebody(there=False)
    assert not deserted(r)


def test_what_stands_in_place_of_home_waits_for_somebody_too() -> None:
    r = rehearsal()
    r.house.out_of_service = True
    r.visit.reconsider()
    assert r.page == "closed"
    r.visit.somebody(there=False)
    assert deserted(r)
