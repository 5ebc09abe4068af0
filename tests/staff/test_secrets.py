"""PINs and cards leave no trace, cost what they should, and are worth nothing without the terminal's keys."""

from __future__ import annotations

import gc
import statistics
import traceback
from contextlib import closing
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.core.pin import Pin
from kiosk.core.staff import CODE_CARD_PREFIX, CardKind, StaffCard, StaffNumber, StaffRole
from kiosk.staff import errors
from kiosk.staff.errors import StaffRefused
from kiosk.staff.roster import MACHINE
from kiosk.staff.secrets import LANES, MEMORY_KIB, PASSES, PinWork, StaffKeys, card_tag, new_code_card
from tests.staff.hall import (
    CHIEF,
    DESK,
    DESKS_CARD,
    DESKS_PIN,
    KEYS,
    NOBODY,
    STRANGE_CARD,
    WRONG,
    opened,
    staffed,
    virtual,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.staff.deeds import Deed


def test_a_pin_costs_three_passes_over_32_mebibytes_and_has_its_own_salt() -> None:
    assert (PASSES, MEMORY_KIB, LANES) == (3, 32768, 1)
    work = PinWork(KEYS.pepper)
    one, other = work.hashed(DESKS_PIN), work.hashed(DESKS_PIN)
    assert one != other
    assert len(one.salt) == 16
    assert work.matches(DESKS_PIN, one)
    assert not work.matches(WRONG, one)
    assert not work.matches(DESKS_PIN, None)


def test_without_the_pepper_no_pin_can_be_tried() -> None:
    kept = PinWork(KEYS.pepper, 8).hashed(DESKS_PIN)
    assert not PinWork(b"q" * 32, 8).matches(DESKS_PIN, kept)
    plain = Argon2id(salt=kept.salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=8)
    assert plain.derive(DESKS_PIN.reveal().encode()) != kept.digest


def test_a_card_is_kept_as_a_hash_that_needs_the_key_and_the_kind() -> None:
    tag = card_tag(KEYS.cards, DESKS_CARD)
    assert tag == card_tag(KEYS.cards, StaffCard(CardKind.ID_CARD, DESKS_CARD.reveal()))
    assert tag.tag != card_tag(KEYS.cards, StaffCard(CardKind.SOCIAL_CARD, DESKS_CARD.reveal())).tag
    assert tag != card_tag(b"k" * 32, DESKS_CARD)


def test_a_code_card_has_128_random_bits() -> None:
    cards = {new_code_card() for _ in range(200)}
    assert len(cards) == 200
    for card in cards:
        assert card.kind is CardKind.CODE_CARD
        assert len(card.reveal()) == len(CODE_CARD_PREFIX) + 26
        assert StaffCard.scanned(card.reveal()) == card


def test_keys_are_whole_and_never_shown() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        StaffKeys(b"r" * 32, b"p" * 31, b"c" * 32)
    assert "ppp" not in repr(KEYS)


def test_no_pin_card_or_code_is_in_any_file_error_or_deed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[Deed] = []
    errors_seen: list[str] = []
    room = opened(tmp_path / "staff.db", virtual(), watch=told.append)
    code = room.make_setup_code()
    chief, given_card = Pin("39164827"), new_code_card()

    def refused(who: StaffCard | StaffNumber, pin: Pin, new: Pin | None = None) -> None:
        try:
            room.sign_in(who, pin) if new is None else room.change_pin(who, pin, new)
        except StaffRefused as error:
            lines = traceback.TracebackException.from_exception(error, capture_locals=True)
            errors_seen.append(str(error) + repr(error) + "".join(lines.format()))
        else:
            raise AssertionError("it was not refused")

    with closing(room):
        room.first_administrator(code, CHIEF, chief, [given_card])
        given = room.add(MACHINE, DESK, StaffRole.ATTENDANT, cards=[DESKS_CARD])
        refused(DESK, WRONG)
        refused(DESK, given)
        refused(STRANGE_CARD, WRONG)
        refused(DESK, given, Pin("123456"))
        refused(DESK, given, given)
        room.change_pin(DESK, given, DESKS_PIN)
        listed = repr(room.everybody()) + repr(told)
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    out, err = capfd.readouterr()
    secret = [pin.reveal() for pin in (code, chief, given, WRONG, DESKS_PIN)]
    secret += [card.reveal() for card in (given_card, DESKS_CARD, STRANGE_CARD)]
    secret += [given_card.reveal().removeprefix(CODE_CARD_PREFIX)]
    assert len(errors_seen) == 5
    for word in secret:
        assert word.encode() not in kept
        assert word not in listed + out + err + "".join(errors_seen)


def test_every_refusal_has_its_own_code_for_the_audit() -> None:
    refusals = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, StaffRefused) and kind is not StaffRefused
    ]
    codes = {kind.code for kind in refusals}
    assert len(codes) == len(refusals) > 15
    assert all(code == code.lower() and " " not in code for code in codes)


def test_an_unknown_card_takes_as_long_as_a_wrong_pin(tmp_path: Path) -> None:
    """The same work in the same order; what remains of a difference is the machine's noise."""
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock, kib=16384))
    took: dict[str, list[float]] = {"wrong": [], "unknown": [], "number": []}
    gc.collect()
    for _ in range(15):
        for name, who in (("wrong", DESKS_CARD), ("unknown", STRANGE_CARD), ("number", NOBODY)):
            begun = perf_counter()
            with pytest.raises(StaffRefused):
                room.sign_in(who, WRONG)
            took[name].append(perf_counter() - begun)
            room.unlock(MACHINE, DESK)
            clock.sleep(1000)
    room.close()
    wrong = statistics.median(took["wrong"])
    for name in ("unknown", "number"):
        assert statistics.median(took[name]) == pytest.approx(wrong, rel=0.35)
