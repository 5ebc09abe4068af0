"""A10 over every example: whoever waits sees what for, and what may take longer than ten seconds can be called off."""

from __future__ import annotations

import pytest

from kiosk.core.page import LATE_SECONDS, Page, Picture, Wait
from kiosk.ui.moments import MOMENTS
from kiosk.ui.pictures import SIGNS
from tests.screens.pages import examples

WAITING = [pytest.param(page, id=name) for name, page in examples() if isinstance(page, Wait) and page.jobs]

NO_WAY_OUT = {
    "printing": "a sheet is on its way out, with somebody's figures on it",
    "printing_goes_on": "the same",
    "clearing": "what a person's print has left must not wait for the next one",
    "drawing_in": "a slip with somebody's figures is being taken in",
    "keeping_card": "somebody's card is being taken in",
    "somebodys_card": "nobody is served before somebody's card is away",
    "trial_slip": "a sheet is on its way out",
    "signing_in": "a try at a PIN is paid for before it is looked at",
    "checking_pin": "the same",
    "wiping_records": "records that are half gone must go whole",
}
"""Pages without a way out though they may stand for longer, and why."""


def can_be_left(page: Page[object]) -> bool:
    return bool(page.actions) or page.footer.leave or page.may_be_called_off or page.after is not None


def may_take_long(page: Page[object]) -> bool:
    return any(job.seconds is None or job.seconds > LATE_SECONDS for job in page.jobs)


def test_only_what_must_come_to_its_end_cannot_be_called_off() -> None:
    stuck = {page.name for _, page in examples() if page.jobs and may_take_long(page) and not can_be_left(page)}
    assert stuck - {"home"} == NO_WAY_OUT.keys()


@pytest.mark.parametrize("page", WAITING)
def test_whoever_waits_sees_a_picture_of_it(page: Page[object]) -> None:
    assert page.picture is not None
    if not page.hand and not page.actions and page.picture is not Picture.PRINTING:
        assert page.picture in (*SIGNS, *MOMENTS)  # still: nothing to put or take, so nothing moves


@pytest.mark.parametrize("page", WAITING)
def test_every_phase_of_a_page_has_its_own_picture(page: Page[object]) -> None:
    assert all(phase.picture is not None for phase in page.phases)
