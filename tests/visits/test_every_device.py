"""The whole terminal with every device on real ports: a visit with a social-security card, one by keys alone, a paper checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from devices.roles import Lamp
from kiosk import settings
from tests.visits.at_the_machine import Bench, Machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kiosk.core.config import Config

pytestmark = pytest.mark.wire

DEVICES = (
    "id_reader",
    "social_card_reader",
    "scanner",
    "keypad",
    "indicators",
    "receipt_printer",
    "document_printer",
)


class FullBench(Bench):
    """A bench whose every device the terminal uses."""

    def config(self, config_file: Path) -> Config:
        own, bench = settings.read(config_file), settings.read(self.folder / "bench.toml")
        return replace(own, **{name: getattr(bench, name) for name in DEVICES})

    def put_in_order(self) -> None:
        super().put_in_order()
        self.do("remove-card")

    def glow(self, lamp: Lamp) -> str:
        """Say how a lamp shines."""
        lights = cast("dict[str, str]", self.do("lights")["lights"])
        return lights[lamp.value]

    def keys(self, machine: Machine, *names: str) -> None:
        """Press keys, at a calm hand's pace."""
        for name in names:
            machine.lives(0.7)
            self.do("key", name)


@pytest.fixture
def full(running_bench: Bench) -> FullBench:
    bench = FullBench(running_bench.folder)
    bench.put_in_order()
    return bench


@pytest.fixture
def everything(terminal: Path, full: FullBench, qtbot: QtBot) -> Iterator[Machine]:
    with Machine(terminal, full, qtbot) as machine:
        machine.person.sees("home")
        machine.waits(lambda: len(machine.app.visit._healths) == len(DEVICES), "every device's first word")
        assert {name: health.usable for name, health in machine.app.visit._healths.items()} == dict.fromkeys(
            DEVICES, True
        )
        yield machine


def test_a_social_security_card_put_in_at_home_brings_the_paper(everything: Machine, full: FullBench) -> None:
    person = everything.person
    full.do("place-social-card", "7")
    person.sees("take_social_card", "请收好社保卡")
    everything.waits(lambda: full.glow(Lamp.CARD_SLOT) == "pulse", "a pulse at the slot")
    full.do("remove-card")
    person.sees("what_else", "王").touches("查养老金").sees("payment_paid", "3,402.16").touches("打印").sees(
        "which_paper"
    )
    person.touches("小条").takes_paper()
    person.sees("anything_else").touches("办完了").sees("everything_in_hand").touches("都拿好了").sees("goodbye")
    assert len(full.slips()) == 1


def test_home_is_walked_through_by_keys_alone(everything: Machine, full: FullBench) -> None:
    person = everything.person
    everything.waits(lambda: full.glow(Lamp.IN_SERVICE) == "on", "the sign of service")
    full.keys(everything, "down", "enter")
    person.sees("place_id_card")
    full.keys(everything, "back")
    person.sees("home")
    full.keys(everything, "help")
    person.sees("help_here")
    full.keys(everything, "down", "enter")
    person.sees("home")


def test_a_paper_printed_here_is_known_to_its_scanner(everything: Machine, full: FullBench) -> None:
    person = everything.person
    person.touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid").touches("打印").sees(
        "which_paper"
    )
    person.touches("小条").takes_paper().goes()
    person.sees("home", within=30).touches("更多").sees("more").touches("核对单子上的码").sees("scan_paper")
    everything.lives(0.5)
    assert full.do("scan-paper")["read"] is True
    person.sees("code_ours")
