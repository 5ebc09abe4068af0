"""The card logic on its own: what is read of which chip, with the bytes of a published reading, and what is refused."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.deadline import Deadline
from devices.errors import CardDataInvalid, CardError, CardUnreadable, NotASocialCard
from devices.roles import REGION_UNKNOWN, CardGeneration, Sex, SocialCard
from devices.social_card import records
from devices.social_card.apdu import ROUNDS, Answer, exchange
from devices.social_card.card import MOST_RECORDS, read_social_card
from devices.social_card.records import Tag
from devices.social_card.simulated_chip import ChipFault, Holder, SimulatedChip, name_fields
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.fuzzing import fuzzed, held
from tests.devices.social_card_bed import Bed, DirectSlot

HOLDER = Holder()
CARD = SocialCard(
    generation=CardGeneration.SECOND,
    region="639900",
    identification="639900D15600000500BF7C7A48FB4966",
    number="X00000019",
    issued=date(2021, 1, 1),
    valid_until=date(2031, 1, 1),
    holder_protected=False,
    identity_number="11010519491231002X",
    name="测试",
    sex=Sex.FEMALE,
    nation="汉",
    birthplace="110105",
    birth=date(1949, 12, 31),
    category="1",
    agency="910000023686010000000001",
)
NAMELESS = replace(
    CARD,
    generation=CardGeneration.THIRD,
    holder_protected=True,
    identity_number=None,
    name=None,
    sex=None,
    nation=None,
    birthplace=None,
    birth=None,
)

# A reading as it was published, command by command.
READING = """
00A404000F7378312E73682EC9E7BBE1B1A3D5CF 6113
00C0000013 6F11840F7378312E73682EC9E7BBE1B1A3D5CF9000
00A4020002EF05 9000
00B2010012 0110639900D15600000500BF7C7A48FB49669000
00B2070000 6C0B
00B207000B 07095830303030303031399000
00B2030006 0304332E30309000
00B2050006 0504202101019000
00B2060006 0604203101019000
00A4020002EF06 9000
00B2080014 08123131303130353139343931323331303032589000
00B2090020 091EB2E2CAD400000000000000000000000000000000000000000000000000009000
00B20A0003 0A01329000
"""
PUBLISHED = [tuple(map(bytes.fromhex, line.split())) for line in READING.split("\n") if line]


@pytest.fixture
def bed() -> Bed:
    return Bed()


def read(bed: Bed, chip: SimulatedChip) -> SocialCard:
    """Read a chip that is powered."""
    bed.slot.insert(chip)
    bed.slot.power_on(bed.deadline())
    return read_social_card(bed.slot, bed.deadline())


class Scripted:
    """A chip that answers from a list, and what it isn't asked for is an error."""

    def __init__(self, *answers: str) -> None:
        self.answers = [bytes.fromhex(answer) for answer in answers]
        self.log: list[str] = []

    def power_on(self) -> bytes:
        return b"\x3b\x00"

    def transmit(self, command: bytes) -> bytes:
        self.log.append(command.hex().upper())
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def power_off(self) -> None:
        pass


def ask(chip: Scripted, command: str) -> Answer:
    bed = Bed()
    bed.slot.insert(chip)
    return exchange(bed.slot, bytes.fromhex(command), bed.deadline())


# -- the exchange


def test_a_waiting_answer_is_fetched() -> None:
    chip = Scripted("6103", "AABBCC9000")
    answer = ask(chip, "00A4040001FF")
    assert (answer.data.hex(), answer.status) == ("aabbcc", 0x9000)
    assert chip.log == ["00A4040001FF", "00C0000003"]


def test_a_wrong_length_is_asked_for_again() -> None:
    chip = Scripted("6C0B", "AABB9000")
    assert ask(chip, "00B2070000").data.hex() == "aabb"
    assert chip.log == ["00B2070000", "00B207000B"]


def test_256_bytes_are_asked_for_as_zero() -> None:
    chip = Scripted("6100", "00" * 256 + "9000")
    assert len(ask(chip, "00A4040001FF").data) == 256
    assert chip.log[1] == "00C0000000"


def test_an_answer_in_pieces_is_joined() -> None:
    assert ask(Scripted("AA6101", "BB6101", "CC9000"), "00B2070000").data.hex() == "aabbcc"


def test_a_wrong_length_for_a_command_with_data_is_an_answer() -> None:
    assert ask(Scripted("6C0B"), "00A4020002EF05").status == 0x6C0B


@pytest.mark.parametrize("answer", ["6C05", "6105"])
def test_a_chip_that_never_ends_is_unreadable_after_eight_commands(answer: str) -> None:
    chip = Scripted(answer)
    with pytest.raises(CardUnreadable, match="no end"):
        ask(chip, "00B2070000")
    assert len(chip.log) == ROUNDS


@pytest.mark.parametrize("answer", ["", "90"])
def test_an_answer_without_status_is_unreadable(answer: str) -> None:
    with pytest.raises(CardUnreadable):
        ask(Scripted(answer), "00B2070000")


def test_an_answer_shows_no_data() -> None:
    assert repr(Answer(b"X00000019", 0x9000)) == "<Answer 9000 with 9 bytes>"


# -- the published reading


def test_the_chip_answers_as_published() -> None:
    chip = SimulatedChip(replace(HOLDER, generation=CardGeneration.THIRD), ChipFault.HOLDER_OPEN)
    assert chip.power_on() == bytes.fromhex("3B6D0000008C544CB386844116018593CA")
    for command, answer in PUBLISHED:
        assert chip.transmit(command) == answer


def test_generation_3_answers_the_same_and_keeps_the_holder() -> None:
    chip = SimulatedChip(replace(HOLDER, generation=CardGeneration.THIRD))
    chip.power_on()
    for command, answer in PUBLISHED[:10]:
        assert chip.transmit(command) == answer
    for command, _ in PUBLISHED[10:]:
        assert chip.transmit(command) == bytes.fromhex("6982")


def test_the_card_logic_reads_the_published_records(bed: Bed) -> None:
    chip = SimulatedChip(replace(HOLDER, generation=CardGeneration.THIRD), ChipFault.HOLDER_OPEN)
    assert read(bed, chip) == replace(CARD, generation=CardGeneration.THIRD)
    sent = [command.hex().upper() for command in chip.log]
    assert set(sent) >= {command.hex().upper() for command, _ in PUBLISHED} - {"00B2070000"}


# -- generations


@pytest.mark.parametrize("generation", [CardGeneration.FIRST, CardGeneration.SECOND])
def test_generations_1_and_2_give_the_holder(bed: Bed, generation: CardGeneration) -> None:
    assert read(bed, SimulatedChip(replace(HOLDER, generation=generation))) == replace(CARD, generation=generation)


def test_generation_3_gives_only_the_card(bed: Bed) -> None:
    assert read(bed, SimulatedChip(replace(HOLDER, generation=CardGeneration.THIRD))) == NAMELESS


@pytest.mark.parametrize("status", ["6982", "6985", "6988", "6A88", "6A81"])
@pytest.mark.parametrize("at", ["select", "read"])
def test_however_generation_3_refuses_the_holder_is_kept(bed: Bed, status: str, at: str) -> None:
    class Refusing(SimulatedChip):
        def transmit(self, command: bytes) -> bytes:
            answer = super().transmit(command)
            selects = command[:4] == bytes.fromhex("00A40200") and command[5:] == b"\xef\x06"
            refused = selects if at == "select" else answer == bytes.fromhex("6982")
            return bytes.fromhex(status) if refused else answer

    assert read(bed, Refusing(replace(HOLDER, generation=CardGeneration.THIRD))) == NAMELESS


def test_an_older_card_without_a_holders_file_is_read_and_not_called_protected(bed: Bed) -> None:
    class Without(SimulatedChip):
        def transmit(self, command: bytes) -> bytes:
            refused = command[5:] == b"\xef\x06" or (command[1] == 0xB2 and command[3] >> 3 == 6)
            return bytes.fromhex("6A82") if refused else super().transmit(command)

    card = read(bed, Without())
    assert (card.number, card.identity_number, card.holder_protected) == ("X00000019", None, False)


def test_a_later_edition_of_a_version_is_still_its_generation(bed: Bed) -> None:
    assert records.generation_of({Tag.VERSION: b"3.01"}) is CardGeneration.THIRD
    card = read(bed, SimulatedChip(replace(HOLDER, generation=CardGeneration.UNKNOWN)))
    assert card.generation is CardGeneration.UNKNOWN
    assert card.warnings == (records.GENERATION_UNKNOWN,)


# -- ways to ask


@pytest.mark.parametrize(
    "fault",
    [ChipFault.NUMBERS_ONLY, ChipFault.SELECTS_BY_FILE, ChipFault.SHORT_IDS_ONLY, ChipFault.FETCHES],
)
def test_however_a_card_wants_to_be_asked_it_is_read(bed: Bed, fault: ChipFault) -> None:
    assert read(bed, SimulatedChip(HOLDER, fault)) == CARD


def test_all_peculiarities_at_once_are_read(bed: Bed) -> None:
    chip = SimulatedChip(
        HOLDER, ChipFault.NUMBERS_ONLY, ChipFault.SELECTS_BY_FILE, ChipFault.SHORT_IDS_ONLY, ChipFault.FETCHES
    )
    assert read(bed, chip) == CARD


def test_a_card_that_has_not_every_record_is_read_without_them(bed: Bed) -> None:
    class Sparse(SimulatedChip):
        def transmit(self, command: bytes) -> bytes:
            missing = command[1] == 0xB2 and command[2] in (2, 4, 5, 6, 0x0B, 0x0C, 0x0D)
            return bytes.fromhex("6A83") if missing else super().transmit(command)

    expected = replace(
        CARD, category="", agency="", issued=None, valid_until=None, nation=None, birthplace=None, birth=None
    )
    assert read(bed, Sparse()) == expected


# -- refusals


def test_another_smart_card_is_not_a_social_card(bed: Bed) -> None:
    with pytest.raises(NotASocialCard, match="6A82"):
        read(bed, SimulatedChip(HOLDER, ChipFault.NOT_A_SOCIAL_CARD))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (ChipFault.FALLS_SILENT, CardUnreadable),
        (ChipFault.MEMORY, CardUnreadable),
        (ChipFault.ENDLESS, CardUnreadable),
        (ChipFault.DAMAGED, CardDataInvalid),
        (ChipFault.WRONG_TAG, CardDataInvalid),
        (ChipFault.WRONG_LENGTH, CardDataInvalid),
        (ChipFault.BLANK, CardDataInvalid),
    ],
)
@pytest.mark.parametrize("way", [None, ChipFault.NUMBERS_ONLY])
def test_every_damage_has_its_error(bed: Bed, fault: ChipFault, error: type[CardError], way: ChipFault | None) -> None:
    with pytest.raises(CardError) as caught:
        read(bed, SimulatedChip(HOLDER, fault, *(() if way is None else (way,))))
    assert type(caught.value) is error
    assert not any(secret in str(caught.value) for secret in ("11010519", "X00000019", "测试"))


class Failing(SimulatedChip):
    """A chip whose file refuses one command."""

    def __init__(self, refused: str, status: str, *faults: ChipFault) -> None:
        super().__init__(HOLDER, *faults)
        self._refused, self._status = bytes.fromhex(refused), bytes.fromhex(status)

    def transmit(self, command: bytes) -> bytes:
        answer = super().transmit(command)
        return self._status if command.startswith(self._refused) else answer


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        ("00A40400", ()),
        ("00A4020002EF05", ()),
        ("00A4020002EF06", ()),
        ("00B20100", ()),
        ("00B20800", ()),
        ("00B20D00", ()),
        ("00B20104", (ChipFault.NUMBERS_ONLY,)),
        ("00B20304", (ChipFault.NUMBERS_ONLY,)),
    ],
)
def test_a_failing_memory_is_unreadable_wherever_it_shows(
    bed: Bed, command: str, faults: tuple[ChipFault, ...]
) -> None:
    with pytest.raises(CardUnreadable, match="6581"):
        read(bed, Failing(command, "6581", *faults))


# -- what stands on the card


def test_an_expired_card_is_read_and_says_until_when_it_was_valid(bed: Bed) -> None:
    card = read(bed, SimulatedChip(replace(HOLDER, issued=date(2005, 1, 1), valid_until=date(2015, 1, 1))))
    assert card.valid_until == date(2015, 1, 1)
    assert card.warnings == ()


@pytest.mark.parametrize("region", ["990000", "0A0B0C", "000000"])
def test_an_unknown_region_only_warns(bed: Bed, region: str) -> None:
    card = read(bed, SimulatedChip(replace(HOLDER, region=region)))
    assert card.region == region.lower()
    assert card.warnings == (REGION_UNKNOWN,)


def test_dates_never_written_are_none(bed: Bed) -> None:
    card = read(bed, SimulatedChip(replace(HOLDER, issued=None, valid_until=None, birth=None)))
    assert (card.issued, card.valid_until, card.birth, card.warnings) == (None, None, None, ())


@pytest.mark.parametrize("number", ["ABC123456789012", "110105491231002", "F1234567"])
def test_a_number_of_another_form_only_warns(bed: Bed, number: str) -> None:
    card = read(bed, SimulatedChip(replace(HOLDER, identity_number=number)))
    assert card.identity_number == number
    assert card.warnings == (records.OTHER_NUMBER,)


def test_a_small_x_at_the_end_is_a_capital_one(bed: Bed) -> None:
    assert read(bed, SimulatedChip(replace(HOLDER, identity_number="11010519491231002x"))) == CARD


def test_what_the_number_says_otherwise_only_warns(bed: Bed) -> None:
    card = read(bed, SimulatedChip(replace(HOLDER, sex=Sex.MALE, birth=date(1950, 1, 1))))
    assert card.warnings == ("sex-differs", records.BIRTH_DIFFERS)


def test_a_nation_no_table_has_is_told_by_its_code(bed: Bed) -> None:
    assert read(bed, SimulatedChip(replace(HOLDER, nation="81"))).nation == "其他(81)"


def of(**changed: bytes) -> SocialCard:
    """Make a card of records as the sample has them, some changed."""
    chip = SimulatedChip()
    values = {tag: record[2:] for file in chip._files.values() for tag, record in file.items()}
    values |= {Tag[name.upper()]: value for name, value in changed.items()}
    return records.social_card(values, holder_protected=False)


def test_the_sample_is_the_sample() -> None:
    assert of() == CARD


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"issued": bytes.fromhex("20211301")}, "date of issue"),
        ({"issued": bytes.fromhex("2021")}, "date of issue"),
        ({"valid_until": bytes.fromhex("203A0101")}, "last day"),
        ({"valid_until": bytes.fromhex("20200101")}, "order of dates"),
        ({"identity_number": b"110105194912310021"}, "identity number"),
        ({"identity_number": b"110105-19491231002"}, "identity number"),
        ({"identity_number": b"\0" * 18, "card_number": b"\0" * 9}, "not personalised"),
    ],
)
def test_what_contradicts_itself_is_refused_without_saying_what_it_was(changed: dict[str, bytes], what: str) -> None:
    with pytest.raises(CardDataInvalid, match=what) as caught:
        of(**changed)
    assert not any(character.isdigit() for character in str(caught.value))


@pytest.mark.parametrize(
    ("changed", "field", "value", "warning"),
    [
        ({"birth": bytes.fromhex("19491331")}, "birth", None, records.FIELD_DAMAGED),
        ({"birthplace": bytes.fromhex("1A0105")}, "birthplace", None, records.FIELD_DAMAGED),
        ({"birthplace": bytes.fromhex("1101FF")}, "birthplace", "1101", None),
        ({"birthplace": bytes.fromhex("000000")}, "birthplace", None, None),
        ({"nation": b"\xff"}, "nation", None, None),
        ({"nation": b"\x00"}, "nation", None, None),
        ({"sex": b"7"}, "sex", Sex.UNKNOWN, "sex-unknown"),
        ({"sex": b"9"}, "sex", Sex.UNSPECIFIED, None),
        ({"sex": b"\0"}, "sex", None, None),
        ({"name": b"\xb2\xe2\xff\xb2".ljust(30, b"\0")}, "name", "测\ufffd\ufffd", "text-damaged"),
        ({"name": b"\x1b@\xb2\xe2".ljust(30, b" ")}, "name", "@测", None),
        ({"name": b"\0" * 30}, "name", None, None),
        ({"card_number": b"\0" * 9}, "number", "", None),
        ({"card_number": b"\x1bA 123\x7f\xff\xff"}, "number", "A123", None),
        ({"identity_number": b"\0" * 18}, "identity_number", None, None),
        ({"valid_until": b"\xff" * 4}, "valid_until", None, None),
        ({"identification": b""}, "region", "", REGION_UNKNOWN),
    ],
)
def test_what_is_odd_never_turns_anybody_away(
    changed: dict[str, bytes], field: str, value: object, warning: str | None
) -> None:
    card = of(**changed)
    assert getattr(card, field) == value
    assert card.warnings == (() if warning is None else (warning,))


def test_sex_and_birth_of_a_number_of_another_form_are_not_compared() -> None:
    card = of(identity_number=b"F1234567", sex=b"1")
    assert (card.sex, card.warnings) == (Sex.MALE, (records.OTHER_NUMBER,))


@pytest.mark.parametrize("record", [b"", b"\x07"])
def test_a_record_without_tag_and_length_is_refused(record: bytes) -> None:
    with pytest.raises(CardDataInvalid):
        records.value_of(record, 7)


def test_nobody_can_be_read_off_a_repr() -> None:
    told = repr(CARD) + repr(HOLDER)
    assert not any(secret in told for secret in (CARD.number, "11010519491231002X", "测试"))


# -- names

HAN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
    st.sampled_from("䶮㛃𠮷𬱖㐂·"),  # rare ones, most of four bytes in GB18030
)


@pytest.mark.parametrize(
    "name",
    ["测试", "欧阳测试甲", "阿卜杜热合曼·买买提依明江测试甲", "测" * 25, "测" * 14 + "𠮷" + "测", "𠮷" * 12, "䶮㛃"],
)
def test_long_and_rare_names_are_whole(bed: Bed, name: str) -> None:
    assert read(bed, SimulatedChip(replace(HOLDER, name=name))).name == name


@given(st.text(HAN, min_size=2, max_size=25).filter(lambda name: len(name.encode("gb18030")) <= 50))
@settings(max_examples=100, deadline=None)
def test_any_name_that_fits_comes_back_whole(name: str) -> None:
    first, rest = name_fields(name)
    card = of(name=first.ljust(30, b"\0"), name_continued=rest.ljust(20, b"\0"))
    assert card.name == name
    assert card.warnings == ()


def test_the_extension_is_asked_for_only_when_a_name_may_go_on(bed: Bed) -> None:
    short, long = SimulatedChip(), SimulatedChip(replace(HOLDER, name="测" * 15))
    read(bed, short)
    read(Bed(), long)
    assert not any(command[:3] == bytes.fromhex("00B24E") for command in short.log)
    assert any(command[:3] == bytes.fromhex("00B24E") for command in long.log)


def test_a_name_no_card_can_hold_is_refused_by_the_simulation() -> None:
    with pytest.raises(ValueError, match="longer"):
        SimulatedChip(replace(HOLDER, name="测" * 26))


# -- the simulated chip


@pytest.mark.parametrize(
    ("command", "status"),
    [("00A4", "6700"), ("80A4040000", "6E00"), ("00D60000", "6D00"), ("00B2010012", "6986"), ("00C0000005", "6985")],
)
def test_the_chip_refuses_what_a_chip_refuses(command: str, status: str) -> None:
    chip = SimulatedChip()
    chip.power_on()
    assert chip.transmit(bytes.fromhex(command)).hex().upper() == status


def test_a_waiting_answer_of_the_chip_has_one_length_and_is_fetched_once() -> None:
    chip = SimulatedChip()
    chip.power_on()
    assert chip.transmit(PUBLISHED[0][0]).hex() == "6113"
    assert chip.transmit(bytes.fromhex("00C0000000")).hex() == "6c13"
    assert chip.transmit(bytes.fromhex("00C0000013"))[-2:].hex() == "9000"
    assert chip.transmit(bytes.fromhex("00C0000013")).hex() == "6985"


def test_the_chip_without_power_is_silent_and_forgets_what_was_selected() -> None:
    chip = SimulatedChip()
    assert chip.transmit(b"\x00\xa4\x04\x00") == b""
    chip.power_on()
    chip.transmit(PUBLISHED[0][0])
    chip.power_off()
    chip.power_on()
    assert chip.transmit(PUBLISHED[2][0]).hex() == "6a82"


# -- fuzz


def scramble(answers: Iterator[bytes]) -> SocialCard | None:
    bed = Bed()

    class Noise(SimulatedChip):
        def transmit(self, command: bytes) -> bytes:
            answer = super().transmit(command)
            return next(answers) or answer

    with suppress(CardError):
        return read(bed, Noise())
    return None


@given(st.lists(st.one_of(st.just(b""), st.binary(max_size=40)), min_size=40, max_size=40))
@settings(max_examples=100, deadline=None)
def test_whatever_a_chip_answers_there_are_only_typed_errors(answers: list[bytes]) -> None:
    scramble(iter([*answers, *([b""] * 300)]))


def fuzz(count: int) -> None:
    """Parse that many records of noise: only typed errors, none takes longer than 10 ms."""
    noise = random.Random(3)
    for _ in range(count):
        values: dict[int, bytes] = {
            tag: noise.randbytes(noise.choice((0, 1, 4, 9, 18, 30, 255))) for tag in Tag if noise.random() < 0.8
        }
        with suppress(CardDataInvalid):
            held(records.social_card, values, holder_protected=False)
        with suppress(CardDataInvalid):
            held(records.value_of, noise.randbytes(noise.randrange(5)), noise.randrange(256))


def test_ten_thousand_cards_of_noise_give_only_typed_errors_and_none_takes_long() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_cards_of_noise_give_only_typed_errors_and_none_takes_long() -> None:
    fuzz(1_000_000)


MOST_ANSWERS = 2 * ROUNDS * (MOST_RECORDS + len(Tag))
"""Of a chip that asks for another length each time, reads its records by number, too, and comes to no end."""


class DamagedChip(SimulatedChip):
    """A chip some of whose answers are damaged on the way, or are another's altogether."""

    def __init__(self, chance: random.Random, *faults: ChipFault) -> None:
        super().__init__(None, *faults)
        self.chance = chance
        self.share = chance.choice((0.02, 0.1, 0.5, 1.0))

    def transmit(self, command: bytes) -> bytes:
        answer = super().transmit(command)
        if self.chance.random() >= self.share:
            return answer
        if self.chance.random() < 0.3:
            return self.chance.randbytes(self.chance.randrange(300)) + self.chance.choice(STATUS_WORDS)
        return fuzzed(answer, self.chance)


STATUS_WORDS = tuple(
    bytes.fromhex(word) for word in ("9000", "6100", "61FF", "6C00", "6CFF", "6982", "6A82", "6A83", "6A86", "6D00", "")
)


class AtOnce(DirectSlot):
    """A slot that takes no time."""

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        del deadline
        assert self.chip is not None
        return self.chip.transmit(command)


def fuzz_dialogues(count: int) -> None:
    """Read chips with damaged answers until there were so many: cards or typed errors, and no reading takes over 10 ms."""
    chance = random.Random(20240506)
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    slot, deadline = AtOnce(clock), Deadline(clock, None)
    faults = [(), *((fault,) for fault in (ChipFault.NUMBERS_ONLY, ChipFault.FETCHES, ChipFault.SHORT_IDS_ONLY))]
    answered, ends = 0, Counter[str]()
    while answered < count:
        chip = DamagedChip(chance, *chance.choice(faults))
        chip.power_on()
        slot.insert(chip)
        try:
            held(read_social_card, slot, deadline)
        except CardError as error:
            ends[error.code] += 1
        else:
            ends["read"] += 1
        assert len(chip.log) <= MOST_ANSWERS
        answered += len(chip.log)
    assert ends.keys() == {"read", "card-unreadable", "card-data-invalid", "not-a-social-card"}


def test_ten_thousand_damaged_answers_of_chips_give_cards_or_typed_errors() -> None:
    fuzz_dialogues(10_000)


@pytest.mark.soak
def test_a_million_damaged_answers_of_chips_give_cards_or_typed_errors() -> None:
    fuzz_dialogues(1_000_000)
