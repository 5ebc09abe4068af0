"""How anybody outside the bench's process tells it what to do: one JSON line there, one back, over a local socket.

    {"verb": "place-id-card", "arguments": ["7"], "token": "..."}
    {"ok": true, "said": "...", ...}            or      {"ok": false, "code": "unknown-verb", "said": "..."}

`DIR/control.json` says where: `{"unix": path}`, or `{"tcp": port, "token": ...}` where there are no local sockets or the
path is too long for one. Only the owner of the folder can read it.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import threading
from typing import TYPE_CHECKING, Final, cast

from devices.bench.refusal import BenchRefusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from devices.bench.verb import Answer

ADDRESS_FILE: Final = "control.json"
LONGEST_SOCKET_PATH: Final = 100
"""A socket's path has to fit in sun_path: 108 bytes on Linux, 104 on BSD and macOS."""
LONGEST_LINE: Final = 1 << 16
PATIENCE_SECONDS: Final = 10.0
"""Any verb is done in far less."""
LISTEN_SLICE_SECONDS: Final = 0.2
"""How soon a closed server notices."""


class ControlServer:
    """Listens for verbs until closed; each caller has a thread of its own. `perform` may raise `BenchRefusal`."""

    def __init__(self, folder: Path, perform: Callable[[str, Sequence[str]], Answer]) -> None:
        self._file = folder / ADDRESS_FILE
        self._perform = perform
        self._token = secrets.token_hex(16)
        self._path = folder / "control.sock"
        self._over = threading.Event()
        self._answering = threading.Lock()
        self._socket = self._listen()
        self._socket.settimeout(LISTEN_SLICE_SECONDS)
        threading.Thread(target=self._run, name="control", daemon=True).start()

    def close(self) -> None:
        """Stop listening once the verb in hand is answered, and remove what told where."""
        with self._answering:
            self._over.set()
        self._file.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)
        self._socket.close()

    def _listen(self) -> socket.socket:
        self._path.unlink(missing_ok=True)
        if sys.platform != "win32" and len(os.fsencode(self._path.absolute())) <= LONGEST_SOCKET_PATH:
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(self._path.absolute()))
            self._path.chmod(0o600)
            address: dict[str, object] = {"unix": str(self._path.absolute())}
        else:
            listening = socket.socket()
            listening.bind(("127.0.0.1", 0))
            address = {"tcp": listening.getsockname()[1]}
        listening.listen()
        write_private(self._file, json.dumps({**address, "token": self._token}).encode())
        return listening

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                caller, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                if self._over.is_set():
                    return
                raise
            threading.Thread(target=self._serve, args=(caller,), name="caller", daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        """Answer a caller's lines until he hangs up."""
        caller.settimeout(None)
        try:
            with caller, caller.makefile("rb") as lines:
                while line := lines.readline(LONGEST_LINE):
                    with self._answering:
                        caller.sendall(json.dumps(self._answer(line), ensure_ascii=False).encode() + b"\n")
        except ConnectionError:
            return  # the caller did not wait for the answer: nobody is left to tell

    def _answer(self, line: bytes) -> Mapping[str, object]:
        try:
            verb, arguments, token = _order(line)
            self._allow(token)
            return {"ok": True, **self._perform(verb, arguments)}
        except BenchRefusal as refusal:
            return {"ok": False, "code": refusal.code, "said": str(refusal)}

    def _allow(self, token: str) -> None:
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise BenchRefusal("not-allowed", f"the token is not the one in {ADDRESS_FILE}")


def tell(folder: Path, verb: str, arguments: Sequence[str]) -> dict[str, object]:
    """Have the bench in `folder` do a verb, and return what it answers. Raises `BenchRefusal`."""
    try:
        address = json.loads((folder / ADDRESS_FILE).read_bytes())
        with _dialled(address) as calling, calling.makefile("rb") as lines:
            order = {"verb": verb, "arguments": list(arguments), "token": address["token"]}
            calling.sendall(json.dumps(order, ensure_ascii=False).encode() + b"\n")
            line = lines.readline()
            if verb == "quit":
                lines.read()  # until it hangs up: then everything has been taken down
    except (OSError, ValueError, KeyError) as error:
        raise BenchRefusal("no-bench", f"no bench runs in {folder} ({type(error).__name__})") from None
    if not line:
        raise BenchRefusal("no-bench", f"the bench in {folder} ended before it answered")
    answer = cast("dict[str, object]", json.loads(line))
    if answer.pop("ok") is not True:
        raise BenchRefusal(str(answer["code"]), str(answer["said"]))
    return answer


def write_private(file: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one step: whoever sees it sees all of it."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as writing:
        writing.write(data)
    fresh.replace(file)


def _dialled(address: Mapping[str, object]) -> socket.socket:
    if sys.platform != "win32" and "unix" in address:
        calling = socket.socket(socket.AF_UNIX)
        target: str | tuple[str, int] = str(address["unix"])
    else:
        calling = socket.socket()
        target = ("127.0.0.1", int(str(address["tcp"])))
    calling.settimeout(PATIENCE_SECONDS)
    try:
        calling.connect(target)
    except OSError:
        calling.close()
        raise
    return calling


def _order(line: bytes) -> tuple[str, tuple[str, ...], str]:
    """Take a caller's line apart. Raises `BenchRefusal`."""
    try:
        order: object = json.loads(line)
    except ValueError:
        order = None
    if isinstance(order, dict):
        fields = cast("dict[str, object]", order)
        verb, arguments, token = fields.get("verb"), fields.get("arguments", []), fields.get("token", "")
        if isinstance(verb, str) and isinstance(arguments, list) and isinstance(token, str):
            return verb, tuple(map(str, cast("list[object]", arguments))), token
    raise BenchRefusal("not-an-order", 'a line of JSON is wanted: {"verb": ..., "arguments": [...], "token": ...}')
