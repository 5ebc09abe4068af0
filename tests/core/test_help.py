"""Kinds of calls: which are quiet, and which of them one somebody answers for."""

from __future__ import annotations

from itertools import combinations

from kiosk.core.help import CallState, HelpKind


def test_nothing_is_more_urgent_than_somebody_who_feels_unwell() -> None:
    assert min(HelpKind, key=lambda kind: kind.urgency) is HelpKind.UNWELL


def test_what_nobody_has_asked_for_is_quiet() -> None:
    assert {kind for kind in HelpKind if kind.quiet} == {
        HelpKind.READING,
        HelpKind.HESITATES,
        HelpKind.TECHNICIAN,
        HelpKind.TAMPERED,
        HelpKind.BATTERY,
    }


def test_a_person_wants_one_somebody_and_a_machine_another() -> None:
    assert HelpKind.UNWELL.covers(HelpKind.HELP)
    assert HelpKind.HELP.covers(HelpKind.READING)
    assert not HelpKind.HELP.covers(HelpKind.UNWELL)
    assert not HelpKind.HELP.covers(HelpKind.NO_PAPER)
    assert not HelpKind.CARD_LEFT.covers(HelpKind.HESITATES)


def test_of_two_kinds_at_most_one_covers_the_other() -> None:
    for one, other in combinations(HelpKind, 2):
        assert not (one.covers(other) and other.covers(one))
    assert not any(kind.covers(kind) for kind in HelpKind)


def test_a_call_is_open_until_somebody_was_there_or_nobody_is_wanted() -> None:
    assert [state for state in CallState if state.open] == [CallState.WAITING, CallState.COMING]
