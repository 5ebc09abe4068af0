"""`yiban demo`: the terminal with simulated devices and synthetic people, by hand or as one visit performed by itself.

The bench with its simulators is a process of its own; the terminal is the unchanged product on its ports.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kiosk import settings
from kiosk.cli import demo_case, demo_data, init

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from kiosk.cli.demo_case import Case

BENCH: Final = (sys.executable, "-m", "devices.bench")
KIOSK_PORT, DOCK_PORT = 5900, 5901
"""VNC ports of the kiosk and the dock where there is no screen."""
DOCK_ADDRESS: Final = "VNC localhost:5901 (the dock: cards, keys, codes, lamps, paper, cables)"
KIOSK_ADDRESS: Final = "VNC localhost:5900 (the kiosk)"

VISITS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "yearly_record": {
        "home": ("打印权益记录单|打印社保记录单",),
        "choose_year": ("最新", "最新"),
        "review_yearly_record": ("打印", "打印"),
        "which_paper": ("小条", "大张纸"),
        "anything_else": ("接着办", "办完了"),
        "what_else": ("打印权益记录单",),
    },
    "payment": {
        "home": ("查养老金",),
        "payment_paid": ("打印", "打印"),
        "which_paper": ("小条", "大张纸"),
        "anything_else": ("接着办", "办完了"),
        "what_else": ("查养老金",),
    },
    "certification": {
        "home": ("查养老认证",),
        "certification_ok": ("打印提醒条", "打印提醒条"),
        "certified_silently": ("打印提醒条", "打印提醒条"),
        "certification_due": ("打印提醒条", "打印提醒条"),
        "certification_overdue": ("打印提醒条", "打印提醒条"),
        "certification_pending": ("打印提醒条", "打印提醒条"),
        "certification_suspended": ("看看怎么办", "看看怎么办"),
        "how_to_certify": ("手机上办", "手机上办"),
        "which_paper": ("小条", "大张纸"),
        "anything_else": ("接着办", "办完了"),
        "what_else": ("查养老认证|养老认证该办了",),
    },
}
"""Service -> page -> what is touched each time the page stands; `最新` is the first choice, `|` parts wordings."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--dir", type=Path, default=Path("var") / "demo", help="where the demo terminal lives")
    parser.add_argument("--people", type=int, default=10_000, help="synthetic people, made once (10000)")
    parser.add_argument("--headless", action="store_true", help="perform one visit without a screen and end")
    parser.add_argument("--person", type=int, default=7, help="whose card is put (7)")
    parser.add_argument("--simple", action="store_true", help="that visit in 简洁版, which asks less")
    parser.add_argument("--service", choices=sorted(VISITS), default="yearly_record", help="what they came for")
    parser.add_argument(
        "--scenario", metavar="NAME", help="play a training case beside the terminal, or by itself; list: name them"
    )
    parser.add_argument("--out", type=Path, default=Path("out") / "demo", help="folder for pictures and papers")


def run(args: argparse.Namespace) -> int:
    """Run the demo; return the exit status."""
    try:
        importlib.import_module("devices.bench")
    except ModuleNotFoundError:
        print("demo is not part of the built product: run it from the source", file=sys.stderr)
        return 2
    if args.scenario == "list":
        return subprocess.run([*BENCH, "play", "--list"], check=False).returncode  # noqa: S603 - our own program
    case = None if args.scenario is None else demo_case.read(args.scenario)
    if case is None and args.scenario is not None:
        print(f"there is no scenario {args.scenario}: see yiban demo --scenario list", file=sys.stderr)
        return 2
    config = prepared(args.dir, args.people)
    if config is None:
        return 1
    return _perform(args, config, case) if args.headless else _by_hand(args, config, case)


def prepared(folder: Path, people: int) -> Path | None:
    """Provision a terminal in `folder` and fill it with synthetic people, unless that is done; None if it can't be."""
    config = folder / "kiosk.toml"
    if not config.exists():
        words = ["--config", str(config), "--id", "T003", "--agency", "某某县社会保险事业管理局", "--county", "000000"]
        folder.mkdir(parents=True, exist_ok=True)
        if init.run(_parsed(init.add_arguments, words)):
            return None
    if not (settings.read(config).data / "cards.toml").exists():
        print(f"making {people} synthetic people, once …", file=sys.stderr)
        if demo_data.run(_parsed(demo_data.add_arguments, ["--config", str(config), "--people", str(people)])):
            return None
    _enrol(config)
    return config


def _enrol(file: Path) -> None:
    """Put the demo hall's made-up staff on the roll, once, with the PINs that stand in `cards.toml`."""
    from kiosk.core.clock import SystemClock  # noqa: PLC0415 - only here
    from kiosk.core.pin import Pin  # noqa: PLC0415 - as above
    from kiosk.core.staff import CardKind, StaffCard, StaffNumber, StaffRole  # noqa: PLC0415 - as above
    from kiosk.staff.roster import MACHINE  # noqa: PLC0415 - as above
    from kiosk.wiring import staff_room  # noqa: PLC0415 - as above

    config = settings.read(file)
    listed = tomllib.loads((config.data / "cards.toml").read_text(encoding="utf-8")).get("staff", [])
    with contextlib.closing(staff_room(config, SystemClock())) as room:
        for row in listed if room.is_empty else ():
            cards = (
                StaffCard(CardKind.ID_CARD, row["card"]["number"]),
                StaffCard(CardKind.SOCIAL_CARD, row["card"]["social_card"]),
                StaffCard(CardKind.CODE_CARD, row["code"]),
            )
            room.add(MACHINE, StaffNumber(row["number"]), StaffRole(row["role"]), cards=cards, pin=Pin(row["pin"]))


def _parsed(declare: Callable[[argparse.ArgumentParser], None], words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    declare(parser)
    return parser.parse_args(words)


@contextlib.contextmanager
def bench(
    config: Path, folder: Path, *words: str, environment: Mapping[str, str] | None = None
) -> Generator[Path, None, None]:
    """Run the bench for as long as the context lasts; give the `bench.toml` it wrote. Raises `RuntimeError`."""
    command = [*BENCH, "--config", str(config), "--dir", str(folder), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})  # noqa: S603
    try:
        if process.stdout is None:
            raise RuntimeError("the bench has no output")
        yield _ready(process.stdout)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def _ready(lines: IO[str]) -> Path:
    for line in lines:
        said, _, path = line.strip().partition(": ")
        if said == "ready":
            return Path(path)
    raise RuntimeError("the bench did not start")


def do(folder: Path, *words: str) -> str:
    """Tell the bench what a person or fate does; return what it said. Raises `CalledProcessError`."""
    return subprocess.run(  # noqa: S603 - our own program
        [*BENCH, "do", "--dir", str(folder), *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def play(folder: Path, case: Case) -> subprocess.Popen[bytes]:
    """Have a case played on the bench that runs in a folder: it says what to do, and does what happens to the machine."""
    return subprocess.Popen([*BENCH, "play", "--dir", str(folder), case.name])  # noqa: S603 - our own program


# -- by hand ------------------------------------------------------------------------------------------------------


def _by_hand(args: argparse.Namespace, config: Path, case: Case | None) -> int:
    dock, kiosk = _platforms()
    if dock:
        print(f"no screen here: open {KIOSK_ADDRESS} and {DOCK_ADDRESS}", flush=True)
    folder: Path = args.dir / "bench"
    with bench(config, folder, *(case.makes if case else ()), environment=dock) as ready:
        words = [sys.executable, "-m", "kiosk", "--config", str(ready)]
        if not dock:
            words.append("--windowed")  # beside the dock, on a desk
        player = None if case is None else play(folder, case)
        try:
            return subprocess.run(words, check=False, env={**os.environ, **kiosk}).returncode  # noqa: S603 - our own program
        except KeyboardInterrupt:
            return 0
        finally:
            if player is not None:
                player.terminate()
                player.wait(10)


def _platforms() -> tuple[dict[str, str], dict[str, str]]:
    """Environments of dock and kiosk: the screen if there is one, else Qt's VNC platform."""
    has_screen = sys.platform in ("win32", "darwin") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
    if has_screen or os.environ.get("QT_QPA_PLATFORM"):
        return {}, {}
    return (
        {"QT_QPA_PLATFORM": f"vnc:size=1360x960:port={DOCK_PORT}"},
        {"QT_QPA_PLATFORM": f"vnc:size=1080x1920:port={KIOSK_PORT}"},
    )


# -- by itself ----------------------------------------------------------------------------------------------------


def _perform(args: argparse.Namespace, config: Path, case: Case | None) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.performance import CasePerformance, Performance  # noqa: PLC0415 - Qt takes its platform from the environment

    out: Path = args.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    folder: Path = args.dir / "bench"
    papers = folder / "papers"
    with bench(config, folder, "--headless", *(case.makes if case else ())) as ready:
        before = frozenset(papers.rglob("*"))
        terminal = settings.read(ready)
        audit = terminal.data / "audit.jsonl"
        begun = audit.stat().st_size if audit.exists() else 0
        touches = dict(VISITS[args.service])
        if args.simple:
            del touches["anything_else"]  # the other paper isn't asked for: once is all
        if case is not None:
            performance: Performance = CasePerformance(terminal, case.visit, out, lambda: play(folder, case))
        else:
            performance = Performance(
                terminal,
                touches,
                out,
                simple=args.simple,
                put_card=lambda: do(folder, "place-id-card", str(args.person)),
                lift_card=lambda: do(folder, "lift"),
            )
        trouble = performance.run()
        wire = Path(do(folder, "bytes", "receipt_printer"))
        if wire.is_file():
            shutil.copy(wire, out / "receipt.bin")
        keep_papers(papers, before, out)
        with audit.open("rb") as lines:
            lines.seek(begun)
            (out / "audit.jsonl").write_bytes(lines.read())
    visit = {"service": args.service, "person": args.person, "simple": args.simple}
    summary = {
        **(visit if case is None else {"scenario": case.name}),
        "trouble": trouble,
        "steps": performance.steps,
    }
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for step in performance.steps:
        print(f"{step['at_ms']:>7} ms  {step['what']}")
    print(f"pictures and papers: {out}")
    if trouble:
        print(f"the visit did not come to its end: {trouble}", file=sys.stderr)
    return 1 if trouble else 0


def keep_papers(papers: Path, before: frozenset[Path], out: Path) -> None:
    """Copy text and picture of the newest slip, and the newest sheet, unless they lay there `before` the visit."""
    for pattern, name in (("*.txt", "receipt.txt"), ("*.png", "receipt.png"), ("documents/*.pdf", "statement.pdf")):
        found = sorted(set(papers.glob(pattern)) - before, key=lambda path: path.stat().st_mtime_ns)
        if found:
            shutil.copy(found[-1], out / name)
