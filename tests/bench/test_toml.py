"""Any table written as TOML reads back as it was."""

from __future__ import annotations

import tomllib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.toml import written

KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.dates()
    | st.times()
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_reads_back(table: dict[str, object]) -> None:
    assert tomllib.loads(written(table)) == table


def test_it_looks_as_one_would_write_it() -> None:
    table = {
        "data": "var",
        "id_reader": {"make": "sam", "baud": 9600},
        "card": [{"person": 1, "birth": date(1950, 1, 2)}],
    }
    assert written(table) == (
        'data = "var"\n\n[id_reader]\nmake = "sam"\nbaud = 9600\n\n[[card]]\nperson = 1\nbirth = 1950-01-02\n'
    )
    assert written({"at": time(1, 2)}) == "at = 01:02:00\n"


def test_what_toml_has_not_is_refused() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        written({"a": None})
