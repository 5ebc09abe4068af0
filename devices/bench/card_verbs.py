"""The verbs of cards: an ID card on its reader, a social-security card in its slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.bench.slot import SLOT_FAULTS, SOCIAL_DAMAGES, UNDAMAGED
from devices.bench.verb import Answer, Argument, Verb, said
from devices.id_sam.simulator import ModuleFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.bench.cards import BenchPerson
    from devices.bench.station import Station

STAFF_NUMBER: Final = Argument("STAFF")
"""A staff number (工号), as `[[staff]]` of cards.toml has it: 0217."""
DAMAGE_LABELS: Final[Mapping[str, str]] = {
    "unreadable": "读不出",
    "counterfeit": "假证",
    "not-an-id-card": "不是身份证",
    "lifted-early": "拿得太早",
    "unsupported": "别的证件",
    "contradictory": "数据矛盾",
}
"""What can be wrong with an ID card, and what the dock calls it."""

# -- the ID card ----------------------------------------------------------------------------------------------


def _place(station: Station, words: Sequence[str]) -> Answer:
    return _put(station, station.person(int(words[0])))


def _place_staff(station: Station, words: Sequence[str]) -> Answer:
    return _put(station, station.member(words[0]).person)


def _put(station: Station, person: BenchPerson) -> Answer:
    station.tray.place(person)
    return said(f"the card of {person.called} ({person.case}) lies on the reader")


def _lift(station: Station, words: Sequence[str]) -> Answer:
    del words
    return said("the card is taken away" if station.tray.lift() else "no card lay there")


def _damage(station: Station, words: Sequence[str]) -> Answer:
    lay = station.tray.damage(words[0])
    return said(f"the card is put anew: {words[0]}" if lay else f"the next card will be: {words[0]}")


def _break_reader(station: Station, words: Sequence[str]) -> Answer:
    station.tray.fail(ModuleFault(words[0]))
    return said(f"the reader's security module: {words[0]}")


def _restless(station: Station, words: Sequence[str]) -> Answer:
    station.tray.be_restless(restless=words[0] == "on")
    return said("the reader finds a card that lies " + ("again and again" if words[0] == "on" else "once"))


def _appended(station: Station, words: Sequence[str]) -> Answer:
    knows = words[0] == "known"
    station.tray.know_appended(knows=knows)
    return said("the reader knows appended addresses" if knows else "the reader knows no appended address (30 03)")


_HOW: Final = (Argument("HOW", tuple(DAMAGE_LABELS), "unreadable"),)
_MODULE: Final = (Argument("HOW", tuple(fault.value for fault in ModuleFault), "self-test"),)

ID_CARD: Final = (
    Verb("place-id-card", "put the card of person NUMBER on the reader", _place, (Argument("NUMBER"),), "放身份证"),
    Verb(
        "place-staff-card",
        "put the ID card of who has this staff number on the reader",
        _place_staff,
        (STAFF_NUMBER,),
        "放员工身份证",
    ),
    Verb("lift", "take the card away", _lift, label="拿走"),
    Verb("damage-card", "damage the card that lies there, or else the next one", _damage, _HOW, "弄坏"),
    Verb("reader-fault", "break the reader's security module, or mend it (none)", _break_reader, _MODULE, "读卡模块"),
    Verb(
        "reader-restless",
        "let the reader find a card that lies again and again, as some do",
        _restless,
        (Argument("HOW", ("on", "off"), "on"),),
        "反复读卡",
    ),
    Verb(
        "reader-appended",
        "make it a reader that doesn't know appended addresses (30 03), or one that does",
        _appended,
        (Argument("HOW", ("unknown", "known"), "unknown"),),
        "读不了新住址",
    ),
)

# -- the social-security card ---------------------------------------------------------------------------------


def _insert(station: Station, words: Sequence[str]) -> Answer:
    return _push_in(station, station.person(int(words[0])))


def _insert_staff(station: Station, words: Sequence[str]) -> Answer:
    return _push_in(station, station.member(words[0]).person)


def _push_in(station: Station, person: BenchPerson) -> Answer:
    station.slot.insert(person)
    return said(f"the social-security card of {person.called} ({person.case}) is put in")


def _turn(station: Station, words: Sequence[str]) -> Answer:
    del words
    turned = station.slot.turn()
    return said("the card is held the wrong way round" if turned else "the card is held the right way round")


def _damage_social(station: Station, words: Sequence[str]) -> Answer:
    was_in = station.slot.damage(words[0])
    return said(f"the card is put in anew: {words[0]}" if was_in else f"the next card will be: {words[0]}")


def _remove(station: Station, words: Sequence[str]) -> Answer:
    del words
    return said("the card is pulled out" if station.slot.remove() else "no card was in the slot")


def _take(station: Station, words: Sequence[str]) -> Answer:
    del words
    return said("the card is taken" if station.slot.take() else "no card was in the slot")


def _slot_fault(station: Station, words: Sequence[str]) -> Answer:
    station.slot.fail(words[0])
    return said(f"the reader of social-security cards: {words[0]}")


def _jam(*, jammed: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.slot.jam(jammed=jammed)
        return said("the card sticks in the rollers" if jammed else "the rollers are free")

    return run


def _bin(*, full: bool) -> Callable[[Station, Sequence[str]], Answer]:
    def run(station: Station, words: Sequence[str]) -> Answer:
        del words
        station.slot.fill_bin(full=full)
        return said("the bin for kept cards is full" if full else "the bin for kept cards is empty")

    return run


_KIND: Final = (Argument("KIND", (UNDAMAGED, *SOCIAL_DAMAGES), "mute"),)
_FAULT: Final = (Argument("HOW", SLOT_FAULTS, "hangs"),)

SOCIAL_CARD: Final = (
    Verb(
        "place-social-card",
        "put the social-security card of person NUMBER into the slot",
        _insert,
        (Argument("NUMBER"),),
        "插社保卡",
        also=("insert-social-card",),
    ),
    Verb(
        "insert-staff-card",
        "put the social-security card of who has this staff number into the slot",
        _insert_staff,
        (STAFF_NUMBER,),
        "插员工社保卡",
    ),
    Verb(
        "turn-card", "turn the social-security card round: the one in the slot, or the next one", _turn, label="反着插"
    ),
    Verb("damage-social-card", "damage the card in the slot, or else the next one", _damage_social, _KIND, "弄坏"),
    Verb(
        "remove-card",
        "pull the social-security card out, by force if a motor holds it",
        _remove,
        label="拔社保卡",
        also=("lift-social-card",),
    ),
    Verb("take-card", "take the social-security card, where a hand can reach it", _take, label="拿走社保卡"),
    Verb("social-reader-fault", "let the slot's reader hang, or mend it (none)", _slot_fault, _FAULT, "卡口读卡器"),
    Verb("card-jam", "let a card stick in the motor's rollers", _jam(jammed=True), label="卡在里面"),
    Verb("card-unjam", "free the rollers", _jam(jammed=False), label="卡松开"),
    Verb("card-bin-full", "fill the bin a motor keeps forgotten cards in", _bin(full=True), label="收卡盒满"),
    Verb("card-bin-empty", "empty it", _bin(full=False), label="清收卡盒"),
)
