"""`yiban desk` says what is wrong with a terminal's address before it opens anything, and never repeats the token."""

from __future__ import annotations

import pytest

from kiosk.__main__ import main


@pytest.mark.parametrize("address", ["192.168.1.23#secret", "http://192.168.1.23/calls#secret", "https://a/#secret"])
def test_an_address_that_names_no_terminal_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", "--terminal", address]) == 2
    said = capsys.readouterr().err
    assert said == "yiban: write a terminal as http://192.168.1.23:8130/#TOKEN\n"


def test_a_desk_without_terminals_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["desk"])
    assert ended.value.code == 2
    assert "--terminal" in capsys.readouterr().err
