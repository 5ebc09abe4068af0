"""What is put around the program on a terminal agrees with the program, and its scripts do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.app import SUPERVISE_MS
from kiosk.core.config import Config
from kiosk.core.exits import Exit
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
