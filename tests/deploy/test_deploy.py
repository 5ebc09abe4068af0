"""What is put around the program on a terminal agrees with the program, and its scripts do what they say."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.app import SUPERVISE_MS
from kiosk.core.exits import Exit
from kiosk.store.keys import CREDENTIAL

DEPLOY = Path(__file__).parents[2] / "assets" / "deploy"
UNITS = ("yiban.service", "yiban-degraded.service", "x11.conf", "network.conf", "journald.conf", "logind.conf",
         "watchdog.conf")  # fmt: skip
SCRIPTS = ("session", "after-stop", "x-session")


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
    assert service["ReadWritePaths"] == ["/etc/yiban"]
    folders = [
        line.split() for line in (DEPLOY / "yiban.tmpfiles").read_text().splitlines() if not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[dz]", line[0]) and line[2].startswith("0") and len(line) == 6 for line in folders)
    assert {line[1] for line in folders} >= {"/etc/yiban", "/var/lib/yiban", "/var/cache/yiban"}
    assert all(line[2].endswith("0") and line[3:5] == ["yiban", "yiban"] for line in folders)


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
