"""What is put around the program on a terminal agrees with the program, and its scripts do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
from PIL import Image

from kiosk.__main__ import main
from kiosk.app import SUPERVISE_MS
from kiosk.core.config import Config, PanelConfig
from kiosk.core.exits import Exit
from kiosk.last_page import FILE, keep_last_page
from kiosk.machine_clock import command_for
from kiosk.store.keys import CREDENTIAL
from kiosk.store.sticks import mounted

DEPLOY = Path(__file__).parents[2] / "assets" / "deploy"
UNITS = ("yiban.service", "yiban-degraded.service", "yiban-stick@.service", "x11.conf", "network.conf", "journald.conf",
         "logind.conf", "watchdog.conf")  # fmt: skip
SCRIPTS = ("session", "after-stop", "x-session")
STICKS = "/media/yiban"


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Read a unit as systemd.syntax(7) has it. Raises `AssertionError` for a line that is none."""
    read: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[([A-Z][A-Za-z]+)\]", line):
            section = header[1]
            assert section not in read
            read[section] = defaultdict(list)
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", key), line
            assert (equals, value) == ("=", value.strip()), line
            assert section, line
            read[section][key].append(value)
    return read


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_written_as_systemd_reads_it(name: str) -> None:
    assert unit(name)


def test_the_service_is_told_and_ended_as_the_program_does_it() -> None:
    service = unit("yiban.service")["Service"]
    assert service["Type"] == ["notify"]
    assert service["NotifyAccess"] == ["all"]
    assert float(service["WatchdogSec"][0]) >= 5 * SUPERVISE_MS / 1000
    asked = {str(int(code)) for code in Exit} - {"0"}
    assert set(service["SuccessExitStatus"][0].split()) == asked
    assert service["Restart"] == ["always"]
    assert "RestartPreventExitStatus" not in service
    assert service["LoadCredentialEncrypted"][0].partition(":")[0] == CREDENTIAL
    assert unit("yiban.service")["Unit"]["OnFailure"] == ["yiban-degraded.service"]


def test_the_service_starts_the_program_with_words_it_knows() -> None:
    for name in ("yiban.service", "x11.conf"):
        started = unit(name)["Service"]["ExecStart"][-1].split()
        words = started[started.index("/usr/bin/yiban") + 1 :]
        assert words == ["--config", "/etc/yiban/kiosk.toml"]
        assert main(["--config", "/nowhere/kiosk.toml", "config", "check"]) == 2


def test_nothing_the_service_needs_lies_where_it_may_not_write() -> None:
    service = unit("yiban.service")["Service"]
    assert service["ProtectSystem"] == ["strict"]
    assert service["StateDirectory"] == service["CacheDirectory"] == service["RuntimeDirectory"] == ["yiban"]
    assert service["ReadWritePaths"] == ["/etc/yiban", f"-{STICKS}"]
    folders = made_folders()
    assert all(re.fullmatch(r"[dz]", line[0]) and line[2].startswith("0") and len(line) == 6 for line in folders)
    own = [line for line in folders if line[1] != STICKS]
    assert {line[1] for line in own} >= {"/etc/yiban", "/var/lib/yiban", "/var/cache/yiban"}
    assert all(line[2].endswith("0") and line[3:5] == ["yiban", "yiban"] for line in own)


def made_folders() -> list[list[str]]:
    lines = (DEPLOY / "yiban.tmpfiles").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


# -- sticks -----------------------------------------------------------------------------------------------------


def test_a_stick_is_mounted_where_the_terminal_looks_for_it(tmp_path: Path) -> None:
    stick = unit("yiban-stick@.service")["Service"]
    made, mounted_at = stick["ExecStart"]
    assert made == f"/usr/bin/mkdir -p {STICKS}/%i"
    assert mounted_at.endswith(f" /dev/%i {STICKS}/%i")
    assert stick["ExecStop"] == [f"-/usr/bin/umount --lazy {STICKS}/%i"]
    assert stick["ExecStopPost"] == [f"-/usr/bin/rmdir {STICKS}/%i"]
    media = Config().staff.media
    assert Path(STICKS).parent == media
    plugged = tmp_path / Path(STICKS).relative_to(media) / "sda1"
    plugged.mkdir(parents=True)
    assert mounted(tmp_path, lambda folder: folder == plugged) == (plugged,)


def test_nothing_on_a_stick_is_run_and_without_one_the_terminal_writes_nowhere() -> None:
    _, mounted_at = unit("yiban-stick@.service")["Service"]["ExecStart"]
    options = set(mounted_at.split()[2].split(","))
    assert options == {"nosuid", "nodev", "noexec", "sync", "uid=yiban", "gid=yiban", "umask=0077"}
    (folder,) = [line for line in made_folders() if line[1] == STICKS]
    assert folder[2:5] == ["0755", "root", "root"]
    assert unit("yiban.service")["Service"]["MountFlags"] == ["slave"]


def test_udev_asks_for_the_unit_there_is_and_goes_with_the_device() -> None:
    match = r'(ACTION|SUBSYSTEM|ENV\{\w+\}|ATTRS\{\w+\})(==|!=)"[^"]+"'
    give = r'(TAG\+=|GOTO=|LABEL=|ENV\{SYSTEMD_WANTS\}\+=)"[^"]+"'
    lines = (DEPLOY / "80-yiban-sticks.rules").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in rules if not re.fullmatch(rf"({match}|{give})(, ({match}|{give}))*", line)] == []
    (wanted,) = (found[1] for line in rules if (found := re.search(r'SYSTEMD_WANTS\}\+="([^"]+)"', line)))
    assert (DEPLOY / wanted.replace("%k", "")).exists()
    assert {label for line in rules for label in re.findall(r'GOTO="(\w+)"', line)} == {
        label for line in rules for label in re.findall(r'LABEL="(\w+)"', line)
    }
    assert unit("yiban-stick@.service")["Unit"]["BindsTo"] == ["dev-%i.device"]


@pytest.mark.skipif(sys.platform != "linux", reason="the unit is for Linux")
def test_what_a_stick_is_mounted_with_is_on_the_machine() -> None:
    stick = unit("yiban-stick@.service")["Service"]
    words = [
        line.removeprefix("-").split()[0] for key, lines in stick.items() if key.startswith("Exec") for line in lines
    ]
    assert [word for word in words if shutil.which(Path(word).name) is None] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_a_sticks_unit(tmp_path: Path) -> None:
    copy = shutil.copy(DEPLOY / "yiban-stick@.service", tmp_path / "yiban-stick@sda1.service")
    asked = ("systemd-analyze", "verify", "--man=no", str(copy))
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# -- the clock --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("node") is None, reason="nothing here runs a rule of polkit's")
def test_polkit_lets_the_terminals_account_set_the_clock_and_nobody_else_anything() -> None:
    rule = (DEPLOY / "50-yiban-clock.rules").read_text(encoding="utf-8")
    actions = [f"org.freedesktop.timedate1.set-{what}" for what in ("time", "ntp", "timezone", "local-rtc")]
    actions.append("org.freedesktop.login1.reboot")
    asked = f"""
        const rules = [];
        const polkit = {{addRule: rule => rules.push(rule), Result: {{YES: "yes"}}}};
        {rule}
        for (const user of ["yiban", "root", "yiban2"])
            for (const id of {json.dumps(actions)})
                if (rules.some(rule => rule({{id}}, {{user}}) !== undefined)) console.log(user + " " + id);
    """
    told = subprocess.run(("node", "-e", asked), check=True, capture_output=True, text=True).stdout
    assert told.split("\n")[:-1] == [f"yiban {action}" for action in actions[:2]]


def test_the_clock_is_set_by_the_account_that_may() -> None:
    rule = (DEPLOY / "50-yiban-clock.rules").read_text(encoding="utf-8")
    assert f'subject.user == "{unit("yiban.service")["Service"]["User"][0]}"' in rule
    assert command_for(datetime.now(UTC), "linux")[-2] == "set-time"
    assert '"org.freedesktop.timedate1.set-time"' in rule


def test_udev_gives_each_port_a_name_and_the_terminals_group() -> None:
    match = r'(ATTRS?\{\w+\}|ENV\{\w+\}|SUBSYSTEMS?)(==|!=|=)"[^"]*"'
    give = r'(SYMLINK\+=|GROUP=|MODE=|TAG\+=|GOTO=|LABEL=)"[^"]+"'
    named: list[str] = []
    for line in (DEPLOY / "70-yiban.rules").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(rf"({match}|{give})(, ({match}|{give}))*", line), line
            named += re.findall(r'SYMLINK\+="(yiban-[a-z-]+)", GROUP="yiban", MODE="0660"', line)
    assert len(named) == len(set(named)) == 3


def test_every_file_is_told_of() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DEPLOY.iterdir() if path.name != "README.md" and f"`{path.name}`" not in told] == []


# -- the scripts ------------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="the scripts are for Linux")


@pytest.mark.parametrize("name", SCRIPTS)
@posix
def test_a_script_is_one_and_may_be_run(name: str) -> None:
    assert subprocess.run(("sh", "-n", str(DEPLOY / name)), check=False).returncode == 0
    assert os.access(DEPLOY / name, os.X_OK)


@pytest.mark.parametrize(
    ("ends", "asked"),
    [
        (f"exit {int(Exit.STOP)}", "--no-block stop yiban.service"),
        (f"exit {int(Exit.RESTART_MACHINE)}", "--no-block reboot"),
        (f"exit {int(Exit.SHUT_DOWN)}", "--no-block poweroff"),
        (f"exit {int(Exit.RESTART)}", ""),
        ("exit 2", ""),
        ("kill -9 $$", ""),
        ("kill -9 $PPID", ""),
    ],
)
@posix
def test_what_the_exit_code_asks_for_is_done_and_nothing_after_a_crash(tmp_path: Path, ends: str, asked: str) -> None:
    systemctl = tmp_path / "systemctl"
    systemctl.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    systemctl.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNTIME_DIRECTORY": str(tmp_path)}
    words = (str(DEPLOY / "session"), "sh", "-c", ends)
    subprocess.run(words, env=environment, check=False, capture_output=True)

    def after() -> str:
        script = str(DEPLOY / "after-stop")
        return subprocess.run((script,), env=environment, check=True, capture_output=True, text=True).stdout.strip()

    assert after() == asked
    assert after() == ""  # a code is asked for once


# -- the last page ----------------------------------------------------------------------------------------------

LAST_PAGE = DEPLOY / "last-page"
HALL = replace(Config().places, window="5号窗口", phone="0471-12333")


class Console:
    """Files in the place of a console and its framebuffer."""

    def __init__(self, folder: Path, width: int, height: int, bits: int, *, spare: int = 0) -> None:
        self.folder = folder
        self.width, self.height, self.bits = width, height, bits
        self.stride = width * bits // 8 + spare
        (folder / "modes").write_text(f"U:{width}x{height}p-60\n", encoding="ascii")
        (folder / "bits_per_pixel").write_text(f"{bits}\n", encoding="ascii")
        (folder / "stride").write_text(f"{self.stride}\n", encoding="ascii")
        (folder / "fb0").write_bytes(b"\x55" * (self.stride * height))
        (folder / "tty1").write_bytes(b"boot messages")

    def shows(self, picture: Path, *, framebuffer: str = "fb0") -> Self:
        words = (str(picture), str(self.folder / framebuffer), str(self.folder), str(self.folder / "tty1"))
        subprocess.run((sys.executable, "-IS", str(LAST_PAGE), *words), check=True, capture_output=True)
        return self

    def greys(self) -> Image.Image:
        """Return what is on the screen, as light as it is."""
        data, size = (self.folder / "fb0").read_bytes(), (self.width, self.height)
        assert len(data) == self.stride * self.height
        if self.bits == 32:
            return Image.frombuffer("RGB", size, data, "raw", "BGRX", self.stride, 1).convert("L")
        return Image.frombuffer("RGB", size, data, "raw", "BGR;16", self.stride, 1).convert("L")


def kept(folder: Path, panel: PanelConfig) -> Path:
    keep_last_page(replace(Config(), data=folder, panel=panel, places=HALL))
    return folder / FILE


@pytest.mark.parametrize("bits", [16, 32])
@posix
def test_the_last_page_is_painted_as_large_as_the_screen(tmp_path: Path, bits: int) -> None:
    picture = kept(tmp_path, PanelConfig(267.8, 476.1))
    drawn = Image.open(picture).convert("L")
    shown = Console(tmp_path, 1080, 1920, bits, spare=64).shows(picture).greys()
    assert drawn.size == shown.size
    assert max(abs(a - b) for a, b in zip(drawn.tobytes(), shown.tobytes(), strict=True)) <= (8 if bits == 16 else 0)
    assert (tmp_path / "tty1").read_bytes().startswith(b"\033[2J")


@posix
def test_on_a_screen_of_another_size_it_is_whole_and_in_the_middle(tmp_path: Path) -> None:
    picture = kept(tmp_path, PanelConfig(476.1, 267.8))
    shown = Console(tmp_path, 1280, 1024, 32).shows(picture).greys()
    box = shown.point([0] * 128 + [255] * 128).getbbox()
    assert box is not None
    assert abs(box[0] + box[2] - 1280) < 30
    assert abs(box[1] + box[3] - 1024) < 60
    assert shown.getpixel((0, 0)) == shown.getpixel((1279, 1023)) == 24


@posix
def test_without_a_framebuffer_its_words_are_written(tmp_path: Path) -> None:
    picture = kept(tmp_path, PanelConfig())
    Console(tmp_path, 1080, 1920, 32).shows(picture, framebuffer="none/fb0")
    told = (tmp_path / "tty1").read_text(encoding="utf-8")
    assert "请到5号窗口办。" in told
    assert "也可以打0471-12333问。" in told


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_on_a_panel_that_is_turned_it_is_turned_as_the_window_is(tmp_path: Path, rotation: int) -> None:
    (tmp_path / "upright").mkdir()
    upright, turned = PanelConfig(267.8, 476.1), PanelConfig(267.8, 476.1, rotation=rotation)
    if rotation != 180:
        turned = PanelConfig(476.1, 267.8, rotation=rotation)
    drawn = Image.open(kept(tmp_path / "upright", upright)).rotate(-rotation, expand=True)
    assert Image.open(kept(tmp_path, turned)).tobytes() == drawn.tobytes()


def test_the_last_page_is_made_anew_when_it_would_say_something_else(tmp_path: Path) -> None:
    config = replace(Config(), data=tmp_path, places=HALL)
    keep_last_page(config)
    first = (tmp_path / FILE).stat().st_mtime_ns, (tmp_path / FILE).read_bytes()
    keep_last_page(config)
    assert ((tmp_path / FILE).stat().st_mtime_ns, (tmp_path / FILE).read_bytes()) == first
    keep_last_page(replace(config, places=replace(HALL, window="服务台", phone="")))
    told = (tmp_path / FILE).read_bytes()
    assert told != first[1]
    assert "请到服务台办。".encode() in told
    assert b"0471" not in told


def test_the_degraded_unit_shows_what_the_terminal_keeps() -> None:
    starts = unit("yiban-degraded.service")["Service"]["ExecStart"]
    state = unit("yiban.service")["Service"]["StateDirectory"][0]
    assert starts[0] == f"-/usr/lib/yiban/last-page /var/lib/{state}/{FILE}"
    assert starts[1].startswith("/usr/bin/sleep ")
    assert f'PICTURE = "/var/lib/{state}/{FILE}"' in LAST_PAGE.read_text(encoding="utf-8")
    assert os.access(LAST_PAGE, os.X_OK)


def test_a_terminal_has_its_last_page_as_soon_as_it_is_one(tmp_path: Path) -> None:
    words = ["--id", "T003", "--agency", "某某县社会保险事业管理局", "--county", "000000"]
    assert main(["--config", str(tmp_path / "kiosk.toml"), "init", *words]) == 0
    assert "请到3号窗口办。".encode() in (tmp_path / "var" / FILE).read_bytes()
