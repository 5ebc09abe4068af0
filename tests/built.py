"""One whole visit through the built folder, from outside: `python -m tests.built dist/yiban`.

Where to touch is learnt at a rehearsal: the same visit, the same people, the same panel, performed by the source. Then the
built program stands on Qt's VNC platform, a viewer touches those points, and the audit says which page stands.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.deadline import SystemTime
from kiosk import settings
from kiosk.__main__ import VENDOR_CARD
from kiosk.cli import demo
from kiosk.settings import changing
from kiosk.voice.names import VOICE_RENDERER
from tests.rfb import Refused, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

PERSON: Final = 7
PEOPLE: Final = 60
WIDTH, HEIGHT = 1080, 1920
THINK_SECONDS: Final = 0.8
PATIENCE_SECONDS: Final = 30.0
"""For one page to come, on a machine that is busy with other things."""
LEFT_OUT: Final = (
    "kiosk.demo",
    "kiosk.performance",
    "kiosk.ui.hand",
    "devices.bench",
    "simulator",
    "simulated_",
    "devices.cups.engine",
    "devices.escpos.commands",
    "devices.escpos.roll",
    "devices.social_card.chip",
)
NEEDED: Final = (
    "kiosk.flows.yearly_record",
    "kiosk.flows.staff.act_for",
    "kiosk.flows.staff.maintenance",
    "kiosk.flows.staff.records",
    "kiosk.desk.server",
    "kiosk.voice.by_pyttsx3",
    "pyttsx3.drivers.sapi5" if sys.platform == "win32" else "pyttsx3.drivers.espeak",
    "kiosk.cli.staff",
    "kiosk.cli.init",
    "kiosk.cli.verify",
    *(
        f"devices.{make}.adapter"
        for make in (
            "ascii_keypad",
            "ccid",
            "crt",
            "cups",
            "escpos",
            "folder",
            "id_sam",
            "line_scanner",
            "modbus",
            "pcsc",
        )
    ),
    "devices.vendor_card.adapter",
    "devices.vendor_card.child",
    "serial.urlhandler.protocol_socket",
)
_TIME: Final = SystemTime()
_BEGUN: Final = _TIME.monotonic()


class Failed(Exception):
    """What the built folder does otherwise than it should."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A point that was touched on a page, and what stood there."""

    page: str
    words: str
    x: int
    y: int


# -- the folder -----------------------------------------------------------------------------------------------------


def _left_out(name: str) -> bool:
    """Whether a module is one that is left out, or lies in one, or is called like one."""
    return any(f".{out}." in f".{name}." if "." in out else out in name for out in LEFT_OUT)


def check_modules(built: Path) -> int:
    """See that what is needed is in the program and what must not be isn't; return how many modules it has."""
    viewer = (sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer")
    listed = subprocess.run(
        [*viewer, "--list", "--recursive", "--brief", _program(built)], check=True, capture_output=True, text=True
    ).stdout
    modules = {line.strip(" '") for line in listed.splitlines() if line.startswith(" ")}
    wrong = sorted(filter(_left_out, modules))
    wrong += [str(path) for path in built.rglob("*") if _left_out(".".join(path.with_suffix("").parts))]
    if wrong:
        raise Failed(f"not part of the product: {', '.join(wrong)}")
    if missing := [name for name in NEEDED if name not in modules]:
        raise Failed(f"not in the program: {', '.join(missing)}")
    return len(modules)


def check_child(built: Path) -> None:
    """See that the program can be the process that holds a vendor's library, and the one that renders an utterance."""
    words = (str(_program(built)), VENDOR_CARD, "/nowhere/libSSCardDriver.so", "cdecl")
    ended = subprocess.run(words, capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    if not ended.stdout.startswith(b"-5 "):
        raise Failed(f"as a vendor library's process it ended with {ended.returncode}")
    utterance = (str(_program(built)), VOICE_RENDERER)
    ended = subprocess.run(utterance, input="好".encode(), capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    if not ended.stdout.startswith(b"RIFF"):
        raise Failed(f"as the process of one utterance it ended with {ended.returncode}: {ended.stderr.decode()}")


def _program(built: Path) -> Path:
    return built / ("yiban.exe" if sys.platform == "win32" else "yiban")


# -- the rehearsal --------------------------------------------------------------------------------------------------


def rehearse(config: Path, folder: Path) -> list[Touch]:
    """Perform the visit from the source and return where it was touched."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.performance import Performance
    from kiosk.ui.hand import Hand

    touches: list[Touch] = []

    class Learning(Hand):
        """A hand that remembers where it touched."""

        def touch(self, words: str) -> None:
            target = self._find(words)
            showing = performance._camera.showing
            if target is not None and showing is not None:
                box = target.box
                touches.append(Touch(showing.page.name, words, round(box.x + box.w / 2), round(box.y + box.h / 2)))
            super().touch(words)

    with demo.bench(config, folder, "--headless") as ready:
        performance = Performance(
            settings.read(ready),
            demo.VISITS["yearly_record"],
            folder,
            put_card=lambda: demo.do(folder, "place-id-card", str(PERSON)),
            lift_card=lambda: demo.do(folder, "lift"),
        )
        performance._hand = Learning(performance._app.window)
        if trouble := performance.run():
            raise Failed(f"the rehearsal did not come to its end: {trouble}")
    return touches


# -- the visit ------------------------------------------------------------------------------------------------------


class Audit:
    """Follows the pages in the audit of a running terminal."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.shown: list[str] = []

    def next_page(self) -> str:
        """Return the name of the next page that is shown. Raises `Failed` when none comes."""
        seen = len(self.shown)
        _until(lambda: len(self._look()) > seen, f"no page came after {self.shown[-1:] or 'the start'}")
        self.shown = self.shown[: seen + 1]
        return self.shown[-1]

    def _look(self) -> list[str]:
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        self.shown = [str(event["fields"]["page"]) for event in events if event["event"] == "page-shown"]
        return self.shown


def visit(built: Path, config: Path, folder: Path, touches: list[Touch]) -> None:
    """Perform the visit on the built program, and end it as a service manager would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
    environment["QT_QPA_PLATFORM"] = f"vnc:size={WIDTH}x{HEIGHT}:port={port}"
    with demo.bench(config, folder, "--headless") as ready:
        program = subprocess.Popen([_program(built.absolute()), "--config", ready], env=environment, cwd=folder)
        try:
            with _viewer(port, program) as viewer:
                if (viewer.width, viewer.height) != (WIDTH, HEIGHT):
                    raise Failed(f"the screen is {viewer.width}x{viewer.height}")
                _perform(viewer, Audit(settings.read(ready).data / "audit.jsonl"), folder, list(touches))
        finally:
            program.send_signal(signal.SIGTERM)
            code = program.wait(20)
        if code != 0:
            raise Failed(f"told to stop, it ended with {code}")


def _viewer(port: int, program: subprocess.Popen[bytes]) -> Viewer:
    found: list[Viewer] = []

    def looks() -> bool:
        if program.poll() is not None:
            raise Failed(f"the program ended by itself with {program.returncode}")
        try:
            found.append(Viewer(port))
        except (ConnectionError, Refused):
            return False
        return True

    _until(looks, "no screen over VNC")
    return found[0]


def _perform(viewer: Viewer, audit: Audit, folder: Path, touches: list[Touch]) -> None:
    while True:
        page = audit.next_page()
        print(f"{_TIME.monotonic() - _BEGUN:6.1f} s  {page}", flush=True)
        if page == "home" and len(audit.shown) > 1:
            break
        _TIME.sleep(THINK_SECONDS)
        if page == "home":
            viewer.picture().save(folder / "home.png")
        elif page == "place_id_card":
            demo.do(folder, "place-id-card", str(PERSON))
        elif page == "take_paper":
            demo.do(folder, "lift")
        if touches and touches[0].page == page:
            touch = touches.pop(0)
            viewer.touch(touch.x, touch.y)
    if touches:
        raise Failed(f"the visit ended before {touches[0].words} on {touches[0].page}")


def check_papers(built: Path, config: Path, folder: Path) -> None:
    """See that a slip and a sheet have come out, and that the built program finds the sheet unchanged."""
    papers = folder / "papers"
    slips = [path for path in papers.glob("*.txt") if "社会保险" in path.read_text(encoding="utf-8")]
    sheets = [path for path in papers.glob("documents/*.pdf") if path.read_bytes().startswith(b"%PDF")]
    if not slips or not sheets:
        raise Failed(f"{len(slips)} slips and {len(sheets)} sheets came out")
    verified = subprocess.run([_program(built), "verify", "--config", config, sheets[0]], check=False)
    if verified.returncode != 0:
        raise Failed(f"yiban verify ended with {verified.returncode}")


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    end = _TIME.monotonic() + PATIENCE_SECONDS
    while not holds():
        if _TIME.monotonic() > end:
            raise Failed(otherwise)
        _TIME.sleep(0.05)


def main() -> int:
    """Check the folder named; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.built", description="One visit through the built folder.")
    parser.add_argument("built", type=Path, help="the folder PyInstaller has made")
    parser.add_argument("--keep", type=Path, help="keep the first page's picture and the papers in this folder")
    asked = parser.parse_args()
    try:
        print(f"{check_modules(asked.built)} modules in the program", flush=True)
        check_child(asked.built)
        with tempfile.TemporaryDirectory(prefix="yiban-built-") as place:
            _check(asked.built, Path(place), asked.keep)
    except Failed as failed:
        print(f"built: {failed}", file=sys.stderr)
        return 1
    print(f"the built folder works ({_TIME.monotonic() - _BEGUN:.0f} s)")
    return 0


def _check(built: Path, place: Path, keep: Path | None) -> None:
    rehearsed, performed = place / "rehearsed", place / "performed"
    config = demo.prepared(rehearsed, PEOPLE)
    if config is None:
        raise Failed("no terminal could be provisioned")
    # The rehearsal is silent, and where nothing is heard home comes anew without its 语音版.
    changing.change(config, {"sound.engines": []})
    shutil.copytree(rehearsed, performed)
    touches = rehearse(config, rehearsed / "bench")
    print(f"{len(touches)} touches rehearsed", flush=True)
    bench = performed / "bench"
    try:
        visit(built, performed / config.name, bench, touches)
        check_papers(built, performed / config.name, bench)
    finally:
        if keep is not None:
            shutil.copytree(bench, keep, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())
