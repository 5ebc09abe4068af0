"""The line of JSON by which a bench is told what to do."""

from __future__ import annotations

import json
import socket
import sys
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.control import ControlServer, tell
from devices.bench.lock import held
from devices.bench.refusal import BenchRefusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def perform(verb: str, arguments: Sequence[str]) -> dict[str, object]:
    if verb == "refuse":
        raise BenchRefusal("no-such-person", "nobody")
    return {"said": f"{verb} {'/'.join(arguments)}"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    server = ControlServer(tmp_path, perform)
    yield tmp_path
    server.close()
    assert not list(tmp_path.iterdir())


def raw(folder: Path, data: bytes) -> dict[str, object]:
    """Send bytes of one's own and return the answer."""
    address = cast("dict[str, str]", json.loads((folder / "control.json").read_text(encoding="utf-8")))
    with socket.socket(socket.AF_UNIX) as calling, calling.makefile("rb") as lines:
        calling.settimeout(5)
        calling.connect(address["unix"])
        calling.sendall(data)
        return cast("dict[str, object]", json.loads(lines.readline()))


def test_a_verb_is_told_and_answered(folder: Path) -> None:
    assert tell(folder, "lift", ()) == {"said": "lift "}
    assert tell(folder, "放", ("7", "颐")) == {"said": "放 7/颐"}


def test_a_refusal_keeps_its_code(folder: Path) -> None:
    with pytest.raises(BenchRefusal, match="nobody") as refused:
        tell(folder, "refuse", ())
    assert refused.value.code == "no-such-person"


def test_without_a_bench_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(BenchRefusal, match="no bench runs in") as refused:
        tell(tmp_path, "lift", ())
    assert refused.value.code == "no-bench"


if sys.platform != "win32":

    def test_only_the_owner_may_read_where(folder: Path) -> None:
        assert (folder / "control.json").stat().st_mode & 0o077 == 0
        assert (folder / "control.sock").stat().st_mode & 0o077 == 0

    def test_a_wrong_token_is_refused(folder: Path) -> None:
        assert raw(folder, b'{"verb": "lift", "token": "\xe9\xa2\x90"}\n')["code"] == "not-allowed"
        assert raw(folder, b'{"verb": "lift"}\n')["code"] == "not-allowed"

    @pytest.mark.parametrize(
        "line", [b"lift\n", b"[]\n", b'{"verb": 7}\n', b'{"verb": "lift", "arguments": "7"}\n', b"\xff\n"]
    )
    def test_what_is_no_order_is_answered_too(folder: Path, line: bytes) -> None:
        assert raw(folder, line)["code"] == "not-an-order"

    @given(data=st.binary(max_size=40).filter(lambda data: b"\n" not in data))
    def test_rubbish_never_ends_the_server(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        folder = tmp_path_factory.mktemp("control")
        server = ControlServer(folder, perform)
        try:
            assert raw(folder, data + b"\n")["ok"] is False
            assert tell(folder, "lift", ()) == {"said": "lift "}
        finally:
            server.close()


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(BenchRefusal, match="already"):
        held(tmp_path)
    held(tmp_path).close()
