"""What the desk may see and say: nothing more than that, and nothing else is taken for it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.help import Call, CallState, HelpKind
from kiosk.desk.board import MINUTES
from kiosk.desk.view import (
    MOST_BYTES,
    WORDS,
    DeskAnswer,
    DeskTalkUnreadable,
    DeskView,
    answer_from_json,
    answer_to_json,
    view_from_json,
    view_of,
    view_to_json,
)

CALLS = st.lists(
    st.builds(
        Call,
        id=st.integers(1, 9999),
        kind=st.sampled_from(HelpKind),
        since=st.floats(0, 9999).map(lambda seconds: round(seconds, 1)),
        state=st.sampled_from([CallState.WAITING, CallState.COMING]),
        again=st.integers(0, 30),
        minutes=st.sampled_from([None, *MINUTES]),
    ),
    max_size=8,
)
ANSWERS = st.builds(
    DeskAnswer, call_id=st.integers(0, 9999), minutes=st.sampled_from([None, *MINUTES]), here=st.booleans()
)


@given(CALLS, st.integers(0, 99), st.text(max_size=12))
def test_a_view_that_is_written_is_read_back(calls: list[Call], machine: int, version: str) -> None:
    view = view_of(machine, version, calls, 10_000.0)
    read = view_from_json(view_to_json(view))
    assert [line.waited_seconds for line in read.lines] == pytest.approx([10_000.0 - c.since for c in calls], abs=0.06)
    assert read == view_of(machine, version, calls, 10_000.0) or read.version == version
    assert [(line.id, line.kind, line.state, line.again, line.minutes) for line in read.lines] == [
        (c.id, c.kind, c.state, c.again, c.minutes) for c in calls
    ]


@given(ANSWERS)
def test_an_answer_that_is_written_is_read_back(answer: DeskAnswer) -> None:
    assert answer_from_json(answer_to_json(answer)) == answer


def test_the_desk_sees_machine_kind_waiting_time_and_how_far_it_is() -> None:
    told = json.loads(view_to_json(view_of(3, "v", [Call(7, HelpKind.UNWELL, 100.0)], 142.0)))
    assert told == {
        "machine": 3,
        "version": "v",
        "calls": [
            {
                "id": 7,
                "kind": "unwell",
                "words": "有人不舒服",
                "waited": 42.0,
                "state": "waiting",
                "again": 0,
                "minutes": None,
                "quiet": False,
            }
        ],
    }


@pytest.mark.parametrize(
    ("again", "state", "words"),
    [
        (2, CallState.WAITING, "请人帮忙"),
        (3, CallState.WAITING, "请人帮忙 · 叫组长"),
        (30, CallState.WAITING, "请人帮忙 · 叫组长"),
        (5, CallState.COMING, "请人帮忙"),
    ],
)
def test_after_the_third_repeat_without_an_answer_the_supervisor_is_to_be_told(
    again: int, state: CallState, words: str
) -> None:
    view = view_of(3, "v", [Call(7, HelpKind.HELP, 100.0, state, again)], 400.0)
    assert view.lines[0].words == words
    assert json.loads(view_to_json(view))["calls"][0]["words"] == words
    assert view_from_json(view_to_json(view)).lines[0].words == words


def test_every_kind_has_its_words() -> None:
    assert set(WORDS) == set(HelpKind)


VIEW: dict[str, Any] = json.loads(view_to_json(view_of(3, "v", [Call(7, HelpKind.HELP, 100.0)], 142.0)))
LINE: dict[str, Any] = VIEW["calls"][0]


NO_VIEWS: list[object] = [
    [],
    {},
    VIEW | {"machine": "3"},
    VIEW | {"machine": True},
    VIEW | {"version": 1},
    VIEW | {"calls": {}},
    VIEW | {"calls": [LINE] * 33},
    VIEW | {"calls": [7]},
    VIEW | {"calls": [LINE | {"kind": "dead"}]},
    VIEW | {"calls": [LINE | {"state": None}]},
    VIEW | {"calls": [LINE | {"waited": -1}]},
    VIEW | {"calls": [LINE | {"waited": True}]},
    VIEW | {"calls": [LINE | {"waited": "1"}]},
    VIEW | {"calls": [LINE | {"minutes": "1"}]},
    VIEW | {"calls": [LINE | {"again": -1}]},
]


@pytest.mark.parametrize("wrong", NO_VIEWS)
def test_what_is_no_view_is_refused(wrong: object) -> None:
    with pytest.raises(DeskTalkUnreadable):
        view_from_json(json.dumps(wrong).encode())


@pytest.mark.parametrize(
    "wrong",
    [b"", b"7", b"{", b'{"id": "7"}', b'{"id": 7, "minutes": 2}', b'{"id": 7, "minutes": true}', b'{"id":7,"here":1}'],
)
def test_what_is_no_answer_is_refused(wrong: bytes) -> None:
    with pytest.raises(DeskTalkUnreadable):
        answer_from_json(wrong)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_view_or_refused(text: bytes) -> None:
    with contextlib.suppress(DeskTalkUnreadable):
        assert isinstance(view_from_json(text), DeskView)


def test_what_is_too_long_is_not_even_read() -> None:
    with pytest.raises(DeskTalkUnreadable, match="too long"):
        view_from_json(b" " * (MOST_BYTES + 1))
