"""Every verb of the bench, done once on a machine that has everything, and once on one that has as little as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.bench.cards import people, staff
from devices.bench.refusal import BenchRefusal
from devices.bench.station import Station
from devices.bench.terminal import Terminal
from devices.bench.verb import DEVICES, ON_A_LINE
from devices.bench.verbs import GROUPS, VERBS, described
from tests.bench.running import CARDS
from tests.bench.test_sheets import needs_cups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from devices.bench.verb import Verb

WORDS = {"NUMBER": "7", "STAFF": "0217", "CODE": "YBS1:ABC", "MM": "40", "MS": "200"}
FIRST = {
    "insert-staff-card": ("remove-card",),
    "take-card": ("remove-card",),
    "plug": ("pull id_reader",),
    "plug document_printer": ("pull document_printer",),
}
"""What must be done before a verb makes sense."""
NEEDS = {"no-motor", "no-presenter", "no-cups", "no-code"}
"""Refusals of a machine that lacks something, each with a sentence that says what."""


def orders(verb: Verb) -> Iterator[Sequence[str]]:
    """Every word of a verb's first argument, or one word that fits."""
    if not verb.arguments:
        yield ()
        return
    first = verb.arguments[0]
    for word in first.choices or (WORDS[first.name],):
        yield (word,)


def try_all(station: Station) -> dict[str, str]:
    """Do every verb but the last; return the codes of those that were refused."""
    refused: dict[str, str] = {}
    for group in GROUPS.values():
        for verb in group:
            for words in orders(verb) if verb.name != "quit" else ():
                for before in FIRST.get(verb.name, ()) if words in ((), ("0217",), ("id_reader",)) else ():
                    station.perform(before.split()[0], before.split()[1:])
                if verb.name == "plug" and words != ("id_reader",):
                    station.perform("pull", words)
                if verb.name == "pull":
                    station.perform("pull", words)
                    station.perform("plug", words)
                    continue
                try:
                    answer = station.perform(verb.name, words)
                    assert isinstance(answer["said"], str)
                except BenchRefusal as refusal:
                    refused[" ".join((verb.name, *words))] = refusal.code
    return refused


def station_of(folder: Path, terminal: Terminal) -> Station:
    cards = folder / "cards.toml"
    cards.write_text(CARDS, encoding="utf-8")
    return Station(folder, terminal, people(cards), staff(cards), sockets=False)


def test_a_machine_that_lacks_something_says_what(tmp_path: Path) -> None:
    station = station_of(tmp_path, Terminal(None))
    try:
        refused = try_all(station)
    finally:
        station.close()
    assert set(refused.values()) <= NEEDS
    a4 = {verb.name for verb in GROUPS["A4 printer (--documents cups)"]} - {"a4-vanish", "a4-back"}
    assert set(refused) == {
        *a4,
        *("card-jam", "card-unjam", "card-bin-full", "card-bin-empty"),
        *("take-paper", "jam-presenter", "scan-paper"),
    }


@needs_cups
@pytest.mark.wire
def test_a_machine_that_has_everything_does_everything(tmp_path: Path) -> None:
    station = station_of(tmp_path, Terminal(None, social="crt", receipts="custom", documents="cups"))
    try:
        assert try_all(station) == {"scan-paper": "no-code"}
        station.perform("quit", ())
        assert station.quitting.is_set()
    finally:
        station.close()


CAN_HAPPEN = {
    "place-id-card": (),
    "place-staff-card": (),
    "place-social-card": (),
    "insert-staff-card": (),
    "damage-card": ("unreadable", "counterfeit", "not-an-id-card", "lifted-early", "unsupported", "contradictory"),
    "reader-fault": ("self-test-once", "self-test", "unauthorised", "mute", "none"),
    "reader-restless": ("on", "off"),
    "reader-appended": ("unknown", "known"),
    "leave-at-speed": ("id_reader", "social_card_reader"),
    "turn-card": (),
    "damage-social-card": (
        *(
            "mute",
            "not-social",
            "expired",
            "elsewhere",
            "unknown-region",
            "falls-silent",
            "damaged",
            "blank",
            "shorted",
        ),
    ),
    "social-reader-fault": ("hangs", "power-blip", "none"),
    "card-jam": (),
    "card-bin-full": (),
    "scan": (),
    "scan-paper": (),
    "scan-staff-card": (),
    "key": ("help", "enter", "7"),
    "hold-key": ("down",),
    "presence": ("on", "off"),
    "headset": ("in", "out"),
    "door": ("open", "close"),
    "tamper": ("on", "off"),
    "mains": ("lost", "back"),
    "battery": ("low", "good"),
    "board-power": ("on", "off"),
    "paper-out": (),
    "refill-with": (),
    "cover-open": (),
    "jam": (),
    "jam-presenter": (),
    "cutter-stuck": (),
    "head-hot": (),
    "printer-broken": (),
    "printer-power-cut": (),
    "a4-paper-out": (),
    "a4-jam": (),
    "a4-jam-eaten": (),
    "a4-cover-open": (),
    "a4-toner-low": (),
    "a4-toner-out": (),
    "a4-tray-full": (),
    "a4-fuser-hot": (),
    "a4-queue-stop": (),
    "a4-hang": (),
    "a4-vanish": (),
    **dict.fromkeys(("pull", "plug"), tuple(DEVICES)),
    **dict.fromkeys(("slow", "noisy", "stuck", "wedged", "renumber"), ON_A_LINE),
}
"""Everything that can happen at the machine: its verb, and what may stand behind it."""


@pytest.mark.parametrize("name", CAN_HAPPEN)
def test_what_can_happen_has_a_verb_that_the_help_names(name: str) -> None:
    verb = VERBS[name]
    choices = verb.arguments[0].choices if verb.arguments else ()
    assert [word for word in CAN_HAPPEN[name] if word not in choices] == []
    assert f"  {verb.usage}" in described()
