import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.__main__ import main
from kiosk.cli.verify import EXIT, UNREADABLE
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config
from kiosk.statement.a4 import a4
from kiosk.statement.compose import payment_year
from kiosk.statement.model import Statement
from kiosk.statement.seal import Sealer, code_key
from kiosk.statement.verify import Verdict
from kiosk.store.keys import FileKey, key_provider
from kiosk.store.signing import make_signing_key, open_signing_key
from tests.statement.records import found, issue, pensioner


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    """A provisioned terminal's configuration."""
    config = tmp_path / "kiosk.toml"
    config.write_text(settings.written(Config(data=Path("data"))), encoding="utf-8")
    keys = key_provider("file", tmp_path / "data")
    assert isinstance(keys, FileKey)
    keys.make()
    make_signing_key(tmp_path / "data", keys, date(2026, 11, 1))
    return config


@pytest.fixture
def printed(terminal: Path) -> Statement:
    """A paper that this terminal has just printed."""
    data = terminal.parent / "data"
    keys = key_provider("file", data)
    sealer = Sealer(open_signing_key(data, keys), code_key(keys.terminal_key()))
    now = replace(issue(), printed_at=SystemClock().now())
    return sealer.seal(payment_year(found(pensioner()), 2026, now), bytes(8))


def answer(config: Path, *words: str) -> int:
    return main(["--config", str(config), "verify", *words])


def test_a_pdf_is_answered_in_the_words_of_the_counter(
    terminal: Path, printed: Statement, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(a4(printed).pdf)
    assert answer(terminal, str(paper)) == EXIT[Verdict.UNCHANGED] == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "内容没有改过。"
    assert said[1].startswith("打印时间 20")
    assert said[2] == "只能查内容改没改过，不代替盖章。"


def test_typed_figures_are_checked_by_either_code(
    terminal: Path, printed: Statement, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed.code is not None
    figures = [figure.value for figure in printed.figures]
    for code in (printed.code.qr, printed.code.short):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(figures)))
        assert answer(terminal, code) == EXIT[Verdict.UNCHANGED]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(figures).replace("37,423.76", "97,423.76")))
        assert answer(terminal, code) == EXIT[Verdict.ALTERED]
    said = capsys.readouterr()
    assert "内容被改过，别采信。" in said.out
    assert "再对一遍" in said.err  # a slip of the typing finger accuses nobody
    moments = [line for line in said.out.splitlines() if line.startswith("打印时间")]
    assert [":" in moment for moment in moments] == [True, True, False, False]  # sixteen letters know the day only


def test_figures_never_stand_on_the_command_line(terminal: Path, printed: Statement) -> None:
    """Every program of the machine can read the command lines of the others, and a shell keeps them."""
    assert printed.code is not None
    with pytest.raises(SystemExit):
        answer(terminal, printed.code.short, "1.00")


def test_who_types_is_told_how(
    terminal: Path, printed: Statement, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Typing(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert printed.code is not None
    monkeypatch.setattr("sys.stdin", Typing("1.00\n"))
    assert answer(terminal, printed.code.short) == EXIT[Verdict.ALTERED]
    assert "Type the paper's figures" in capsys.readouterr().err


def test_elsewhere_only_the_public_keys_are_needed(
    terminal: Path, printed: Statement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed.code is not None
    figures = "\n".join(figure.value for figure in printed.figures[:3])
    nowhere = tmp_path / "nowhere" / "kiosk.toml"
    keyring = ("--keyring", str(terminal.parent / "data"))
    for code, verdict in ((printed.code.qr, Verdict.ALTERED), (printed.code.short, Verdict.UNKNOWN)):
        monkeypatch.setattr("sys.stdin", io.StringIO(figures))
        assert answer(nowhere, code, *keyring) == EXIT[verdict]


def test_what_can_not_be_read_is_said_in_one_line(
    terminal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(terminal, str(tmp_path / "none.pdf")) == UNREADABLE
    no_pdf = tmp_path / "no.pdf"
    no_pdf.write_bytes(b"no")
    assert answer(terminal, str(no_pdf)) == UNREADABLE
    assert len(capsys.readouterr().err.splitlines()) == 2
