"""The vendor's library: its answers, and libraries of our own, compiled here, that answer, fail, hang and crash."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.deadline import Deadline, SystemTime
from devices.errors import (
    Action,
    CardDataInvalid,
    CardLeftBehind,
    CardMute,
    CardNotAuthentic,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    GarbledReply,
    LinkError,
    NoReply,
    NotASocialCard,
    NotConfigured,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
    SlotBlocked,
    UnsupportedDocument,
)
from devices.health import DeviceState, Media
from devices.makes import SOCIAL_CARD_READERS
from devices.roles import CardGeneration, CardMoved, DeviceEvent, InSlot, SocialCard
from devices.vendor_card import frames, process
from devices.vendor_card.adapter import VendorCardReader
from devices.vendor_card.process import Answer, child_command
from tests.devices.fuzzing import held

ANSWER = (
    "110105|11010519491231002X|X00000019|110105D15600000500BF7C7A48FB4966|测试|00814E43238697159900BF7C7A|2.00|"
    "20210101|20310101|000000000001|000001|"
)
KEPT = "110105||X00000019|110105D15600000500BF7C7A48FB4966||008C544CB386844116018593CA|3.00|20211203|20311202"

# -- the answers


def test_an_answer_is_a_card() -> None:
    assert frames.read_answer(ANSWER.encode("gbk")) == SocialCard(
        generation=CardGeneration.SECOND,
        region="110105",
        identification="110105D15600000500BF7C7A48FB4966",
        number="X00000019",
        issued=date(2021, 1, 1),
        valid_until=date(2031, 1, 1),
        holder_protected=False,
        identity_number="11010519491231002X",
        name="测试",
    )


def test_fields_at_the_end_and_the_last_bar_may_be_missing() -> None:
    short = "|".join(ANSWER.split("|")[:9])
    assert frames.read_answer(short.encode("gbk")) == frames.read_answer(ANSWER.encode("gbk"))


def test_a_card_that_keeps_its_holder_is_read_as_one() -> None:
    card = frames.read_answer(KEPT.encode("gbk"))
    assert (card.generation, card.holder_protected, card.name) == (CardGeneration.THIRD, True, None)
    assert card.number == "X00000019"


@pytest.mark.parametrize("name", ["倈", "測", "䶮𠮷", "测" * 25])
def test_characters_that_hold_a_bar_and_rare_ones_are_whole(name: str) -> None:
    # The second byte of 倈 in GBK is 7C, the bar.
    answer = ANSWER.replace("测试", name).encode("gb18030")
    assert frames.read_answer(answer).name == name


def test_a_bar_in_a_character_is_really_tested() -> None:
    assert any(b"|" in character.encode("gbk") for character in "倈測")


def test_a_missing_identification_leaves_the_region() -> None:
    card = frames.read_answer(ANSWER.replace("110105D15600000500BF7C7A48FB4966", "").encode("gbk"))
    assert card.region == "110105"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("", ProtocolFault),
        ("a|b|c", ProtocolFault),
        ("|" * 10, CardDataInvalid),
        (ANSWER.replace("20210101", "2021010"), CardDataInvalid),
        (ANSWER.replace("20210101", "20211301"), CardDataInvalid),
        (ANSWER.replace("00BF7C7A48FB4966", "00BF7C7A48FB496G"), CardDataInvalid),
        (ANSWER.replace("1002X", "10021"), CardDataInvalid),
        (ANSWER + "x" * 5000, ProtocolFault),
    ],
)
def test_an_answer_of_another_form_is_refused_without_saying_what_stood_in_it(
    answer: str, error: type[DeviceError]
) -> None:
    with pytest.raises(DeviceError) as caught:
        frames.read_answer(answer.encode("gbk"))
    assert type(caught.value) is error
    assert "1949" not in str(caught.value)
    assert "测" not in str(caught.value)


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (-1, NotASocialCard),
        (-3, CardMute),
        (-4, CardMute),
        (-5, NotConfigured),
        (-11, DeviceGone),
        (-15, GarbledReply),
        (-21, CardNotAuthentic),
        (-2203, UnsupportedDocument),
        (-27010, CardUnreadable),
        (-27266, NotASocialCard),
        (-27272, UnsupportedDocument),
        (-37635, CardUnreadable),
        (-51, ProtocolFault),
        (-99999, ProtocolFault),
        (3, ProtocolFault),
    ],
)
def test_every_result_has_its_error(result: int, error: type[DeviceError]) -> None:
    assert type(frames.refusal(result)) is error


def test_a_status_word_is_told_as_one() -> None:
    assert frames.refusal(-27010).detail == "status 6982"


def test_a_missing_psam_is_for_the_technician_and_a_mute_card_is_not() -> None:
    assert frames.action(frames.refusal(-2201)) is Action.MAINTENANCE
    assert frames.action(frames.refusal(-4)) is None


FIELD = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=12)


@given(
    st.one_of(
        st.binary(max_size=300), st.lists(FIELD, min_size=9, max_size=12).map(lambda f: "|".join(f).encode("gb18030"))
    )
)
@settings(max_examples=300, deadline=None)
def test_any_answer_is_a_card_or_a_typed_error(answer: bytes) -> None:
    with suppress(CardDataInvalid, ProtocolFault):
        frames.read_answer(answer)


def fuzz(count: int) -> None:
    """Read that many damaged answers."""
    noise = random.Random(5)
    good = ANSWER.encode("gbk")
    for _ in range(count):
        answer = bytearray(good[: noise.randrange(len(good) + 1)] if noise.random() < 0.3 else good)
        for _ in range(noise.randrange(4)):
            if answer:
                answer[noise.randrange(len(answer))] = noise.randrange(256)
        with suppress(CardDataInvalid, ProtocolFault):
            held(frames.read_answer, bytes(answer))


def test_ten_thousand_damaged_answers_give_only_typed_errors_and_none_takes_long() -> None:
    fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_answers_give_only_typed_errors_and_none_takes_long() -> None:
    fuzz(1_000_000)


# -- a library in a process of its own

SOURCE = r"""
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Does what the file named by YIBAN_TEST_SCRIPT says: a word, a result, and on the next line the text. */
long iReadCardBas(int type, char *out) {
    char word[16] = "", line[8192] = "";
    long result = -14;
    FILE *script = fopen(getenv("YIBAN_TEST_SCRIPT"), "rb");
    if (!script) return -14;
    if (fscanf(script, "%15s %ld\n", word, &result) == 2 && !fgets(line, sizeof line, script)) line[0] = 0;
    fclose(script);
    printf("the vendor's chatter for interface %d: %s\n", type, line);
    fflush(stdout);
    fprintf(stderr, "and more of it\n");
    if (!strcmp(word, "hang")) for (;;) pause();
    if (!strcmp(word, "slow")) usleep(700000);
    if (!strcmp(word, "crash")) raise(SIGSEGV);
    if (!strcmp(word, "exit")) _exit(3);
    if (!strcmp(word, "overrun")) { memset(out, 'A', 1 << 26); }
    if (!strcmp(word, "interface")) sprintf(line, "interface %d", type);
    strcpy(out, line);
    return result;
}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform == "win32" or compiler is None:
        pytest.skip("no C compiler")
    folder = tmp_path_factory.mktemp("vendor")
    (folder / "driver.c").write_text(SOURCE)
    made = folder / "libdriver.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", str(made), str(folder / "driver.c")], check=True)
    return made


class Bed:
    """A reader on the compiled library, and a script of what the library does."""

    def __init__(self, library: Path, script: Path, command: Sequence[str] = ()) -> None:
        self._script = script
        self.clock = SystemTime()
        settings = {"library": str(library), "command": list(command)}
        made = SOCIAL_CARD_READERS["sscard_driver"](settings, self.clock)
        assert isinstance(made, VendorCardReader)
        self.reader = made
        self.found: list[str] = []
        self.does("answer", frames.NO_CARD)

    def does(self, word: str, result: int = 0, text: str = "") -> None:
        """Tell the library what it does from its next call on."""
        new = self._script.with_suffix(".new")
        new.write_bytes(f"{word} {result}\n".encode() + text.encode("gb18030"))
        new.replace(self._script)

    def read(self, seconds: float = 10.0) -> SocialCard:
        return self.reader.read_card(self.deadline(seconds), found=lambda: self.found.append("found"))

    def deadline(self, seconds: float = 10.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        threading.Timer(seconds, deed).start()


@pytest.fixture
def bed(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    monkeypatch.setenv("YIBAN_TEST_SCRIPT", str(tmp_path / "script"))
    monkeypatch.setattr("devices.vendor_card.adapter.POLL_SECONDS", 0.05)
    made = Bed(library, tmp_path / "script")
    yield made
    made.reader.close()


def test_a_card_that_comes_is_read_once_and_again_after_it_was_away(bed: Bed) -> None:
    assert bed.reader.probe(bed.deadline()).state is DeviceState.ONLINE
    assert bed.reader.health().media is Media.NOT_PRESENT
    bed.later(0.3, lambda: bed.does("answer", 0, ANSWER))
    assert bed.read().name == "测试"
    assert bed.found == ["found"]
    assert bed.reader.health().counters.operations == 1
    with pytest.raises(OperationTimedOut):
        bed.read(0.5)
    with pytest.raises(OperationTimedOut):
        bed.reader.wait_taken(bed.deadline(0.3))
    bed.later(0.3, lambda: bed.does("answer", frames.NO_CARD))
    bed.reader.wait_taken(bed.deadline())
    bed.does("answer", 0, KEPT)
    assert bed.read().holder_protected


def test_the_program_itself_can_hold_the_library(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIBAN_TEST_SCRIPT", str(tmp_path / "script"))
    bed = Bed(library, tmp_path / "script", [sys.executable, "-m", "kiosk", process.BUILT_WORD])
    bed.does("answer", 0, ANSWER)
    assert bed.read().name == "测试"
    bed.reader.close()


def test_what_the_library_prints_disturbs_nothing_and_goes_nowhere(bed: Bed, capfd: pytest.CaptureFixture[str]) -> None:
    bed.does("answer", 0, ANSWER)
    bed.read()
    bed.reader.close()
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_a_card_that_nobody_took_is_not_read_again(bed: Bed) -> None:
    assert bed.reader.in_slot(bed.deadline()) is InSlot.UNKNOWN
    bed.does("answer", 0, ANSWER)
    bed.read()
    assert bed.reader.in_slot(bed.deadline()) is InSlot.A_CARD
    bed.reader.give_back(bed.deadline())
    assert bed.reader.in_slot(bed.deadline()) is InSlot.LEFT_BEHIND
    failures = bed.reader.health().counters.failures
    with pytest.raises(CardLeftBehind):
        bed.read()
    assert bed.reader.health().counters.failures == failures
    bed.does("answer", frames.NO_CARD)
    bed.reader.wait_taken(bed.deadline())
    assert bed.reader.in_slot(bed.deadline()) is InSlot.NOTHING
    bed.does("answer", 0, KEPT)
    assert bed.read().holder_protected


def test_a_contact_that_sticks_takes_the_reader_out_of_order_until_no_card_is_there(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.vendor_card.adapter.BLOCKED_SECONDS", 0.5)
    bed.does("answer", -4)
    with pytest.raises(CardMute):
        bed.read()
    bed.reader.give_back(bed.deadline())
    with pytest.raises(SlotBlocked):
        bed.reader.wait_taken(bed.deadline())
    assert bed.reader.health().state is DeviceState.HARDWARE_ERROR
    with pytest.raises(SlotBlocked):
        bed.read()
    bed.does("answer", frames.NO_CARD)
    until = bed.deadline()
    while bed.reader.probe(until).state is not DeviceState.ONLINE:
        until.pause(0.1)
    bed.does("answer", 0, ANSWER)
    assert bed.read().name == "测试"


def test_whether_the_library_has_keys_is_not_known(bed: Bed) -> None:
    assert bed.reader.proves_card is None


@pytest.mark.parametrize(("result", "error"), [(-1, NotASocialCard), (-4, CardMute), (-2203, UnsupportedDocument)])
def test_a_cards_trouble_is_the_cards(bed: Bed, result: int, error: type[DeviceError]) -> None:
    bed.does("answer", result, "错误")
    with pytest.raises(error):
        bed.read()
    health = bed.reader.health()
    assert health.usable
    assert health.last_error is not None
    assert health.last_error.action is (Action.MAINTENANCE if result == -2203 else Action.NONE)
    with pytest.raises(OperationTimedOut):  # it is still in
        bed.read(0.3)
    bed.does("answer", frames.NO_CARD)
    bed.reader.wait_taken(bed.deadline())
    bed.does("answer", 0, ANSWER)
    assert bed.read().number == "X00000019"


def test_a_reader_that_is_gone_comes_back(bed: Bed) -> None:
    bed.does("answer", -11)
    with pytest.raises(DeviceGone):
        bed.read()
    assert bed.reader.health().state is DeviceState.NO_DEVICE
    bed.does("answer", 0, ANSWER)
    assert bed.read(5.0).number == "X00000019"


@pytest.mark.parametrize("word", ["crash", "exit", "overrun"])
def test_a_library_that_crashes_takes_only_its_own_process_and_the_next_reading_starts_another(
    bed: Bed, word: str
) -> None:
    bed.does(word)
    with pytest.raises(NoReply, match="ended"):
        bed.read()
    bed.does("answer", 0, ANSWER)
    assert bed.read().number == "X00000019"


def test_a_library_that_hangs_is_ended_and_started_anew(bed: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "READ_SECONDS", 0.5)
    bed.does("hang")
    began = bed.clock.monotonic()
    with pytest.raises(NoReply, match="hung"):
        bed.read()
    assert bed.clock.monotonic() - began < 3.0
    bed.does("answer", 0, ANSWER)
    assert bed.read().number == "X00000019"


def test_a_library_that_always_crashes_is_lost_after_three(bed: Bed) -> None:
    bed.does("crash")
    for _ in range(3):
        with pytest.raises(LinkError):
            bed.read()
    assert bed.reader.health().state is DeviceState.OFFLINE


def test_a_hang_ends_with_the_deadline_and_the_library_is_given_its_time_by_the_next_order(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "READ_SECONDS", 1.5)
    bed.reader.probe(bed.deadline())
    bed.does("hang")
    began = bed.clock.monotonic()
    with pytest.raises(OperationTimedOut):
        bed.read(0.5)
    assert bed.clock.monotonic() - began < 0.8
    with pytest.raises(NoReply):
        bed.read()
    assert bed.clock.monotonic() - began < 2.5
    bed.does("answer", 0, ANSWER)
    assert bed.read().number == "X00000019"


def test_a_reading_that_was_called_off_is_dropped_and_the_next_is_asked_for_anew(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.does("slow", 0, ANSWER)
    deadline = bed.deadline()
    bed.later(0.2, deadline.cancel)
    began = bed.clock.monotonic()
    with pytest.raises(OperationCancelled):
        bed.reader.read_card(deadline, found=lambda: None)
    assert bed.clock.monotonic() - began < 0.5
    bed.does("answer", 0, KEPT)
    assert bed.read().holder_protected


def test_listening_tells_a_process_that_ended_and_a_card_that_was_seen(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    told = bed.reader.listen(bed.deadline())
    assert CardMoved(Media.NOT_PRESENT) in told
    assert any(isinstance(event, DeviceEvent) for event in told)
    assert bed.reader.listen(bed.deadline()) == []
    held = bed.reader._process._child
    assert held is not None
    held.process.kill()
    held.process.wait()
    for _ in range(20):
        bed.reader.listen(bed.deadline())
    assert bed.reader.health().last_error is not None
    assert not bed.reader._process.is_open
    assert bed.reader.probe(bed.deadline()).usable


def test_a_well_reader_is_not_asked_to_read_a_card_by_a_probe(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.does("hang")
    assert bed.reader.probe(bed.deadline(1.0)).usable


def test_closed_from_another_thread_a_reading_ends_as_gone(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    bed.does("hang")
    bed.later(0.3, bed.reader.close)
    with pytest.raises(DeviceGone):
        bed.read()


def test_reset_starts_another_process(bed: Bed) -> None:
    bed.reader.probe(bed.deadline())
    before = bed.reader._process._child
    bed.reader.reset(bed.deadline())
    assert bed.reader._process._child is not before


def test_it_moves_no_card(bed: Bed) -> None:
    assert not bed.reader.moves
    bed.reader.give_back(bed.deadline())
    assert bed.reader.keep(bed.deadline()) is False
    assert bed.reader.info().model == "SSCardDriver"


@pytest.mark.parametrize(("name", "number"), [("contact", 1), ("contactless", 2), ("auto", 3), ("auto-contactless", 4)])
def test_the_interface_is_the_one_in_the_settings(library: Path, bed: Bed, name: str, number: int) -> None:
    made = SOCIAL_CARD_READERS["sscard_driver"]({"library": str(library), "interface": name}, bed.clock)
    assert isinstance(made, VendorCardReader)
    bed.does("interface")
    made._connection.connect(bed.deadline())
    assert made._process.read(made._interface, bed.deadline()).text == f"interface {number}".encode()
    made.close()


# -- what can't be started


def test_a_library_that_is_not_there_is_a_matter_of_configuration(tmp_path: Path) -> None:
    made = SOCIAL_CARD_READERS["sscard_driver"]({"library": str(tmp_path / "none.so")}, SystemTime())
    with pytest.raises(NotConfigured):
        made.read_card(Deadline(SystemTime(), 10.0), found=lambda: None)
    assert made.health().last_error is not None


def test_a_library_without_the_function_is_a_matter_of_configuration() -> None:
    if sys.platform != "linux":
        pytest.skip("a system library of Linux")
    made = SOCIAL_CARD_READERS["sscard_driver"]({"library": "libm.so.6"}, SystemTime())
    with pytest.raises(NotConfigured, match="iReadCardBas"):
        made.read_card(Deadline(SystemTime(), 10.0), found=lambda: None)


def started(command: list[str]) -> VendorCardReader:
    return VendorCardReader(command, 1, SystemTime())


def test_a_command_that_is_not_there_is_a_matter_of_configuration() -> None:
    with pytest.raises(NotConfigured):
        started([os.devnull]).reset(Deadline(SystemTime(), 10.0))


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ("print('nonsense and more')", GarbledReply),
        ("print('0 99999')", GarbledReply),
        ("print('0 9\\nabc', end='')", NoReply),
        ("pass", NoReply),
    ],
)
def test_a_child_that_speaks_otherwise_is_ended(says: str, error: type[DeviceError]) -> None:
    reader = started([sys.executable, "-c", says + "\nimport sys; sys.stdout.flush(); sys.stdout.close()"])
    with pytest.raises(error):
        reader.reset(Deadline(SystemTime(), 10.0))
    assert not reader._process.is_open


def test_a_child_that_answers_unasked_is_ended() -> None:
    says = "import sys; print('0 0', *['-2 0'] * 9, sep='\\n', flush=True); sys.stdin.read()"
    reader = started([sys.executable, "-c", says])
    reader._process.open(Deadline(SystemTime(), 10.0))
    SystemTime().sleep(0.2)
    with pytest.raises(GarbledReply, match="unasked"):
        reader._process.read(1, Deadline(SystemTime(), 10.0))
    assert not reader._process.is_open


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({}, "library"),
        ({"library": 3}, "library"),
        ({"library": "x", "interface": "air"}, "interface"),
        ({"library": "x", "interface": 1}, "interface"),
        ({"library": "x", "convention": "pascal"}, "convention"),
        ({"library": "x", "command": "python"}, "command"),
        ({"library": "x", "command": ["python", 3]}, "command"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, object], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        SOCIAL_CARD_READERS["sscard_driver"](wrong, SystemTime())


def test_the_built_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child_command()[1].endswith("child.py")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, process.BUILT_WORD]


def test_an_answer_shows_no_text() -> None:
    assert repr(Answer(0, ANSWER.encode("gbk"))) == f"<Answer 0 with {len(ANSWER.encode('gbk'))} bytes>"
