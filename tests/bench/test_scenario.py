"""Scenario files: what they may say, what is told when they say it wrongly, and how they are played."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench import cli
from devices.bench.playing import PATIENCE_SECONDS, NotHappened, Player, Seen, Stopped, check, happened
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import (
    Happening,
    Moment,
    Order,
    Scenario,
    ScenarioWrong,
    Step,
    Touch,
    files,
    found,
)
from devices.bench.scenario_file import read
from devices.bench.verb import Answer
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.bench.running import RunningBench

HEAD = 'title = "题"\nenglish = "title"\nteaches = "学"\ndevices = ["id_reader"]\n'
WHOLE = (
    HEAD
    + """
before = "refill"
visit = [["home", "查养老金"], ["place_id_card"]]

[[step]]
at = 3
do = "place-id-card 7"

[[step]]
when = "printing"
receipt = 2
mm = 40
after = 0.5
do = ["paper-out", "slow receipt_printer"]
say = "换纸"

[[step]]
after = 5.0
say = "看屏幕"
"""
)


def written(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, WHOLE))
    assert scenario == Scenario(
        name="own",
        title="题",
        english="title",
        teaches="学",
        devices=("id_reader",),
        before=(Order("refill"),),
        visit=(Touch("home", "查养老金"), Touch("place_id_card")),
        steps=(
            Step(Moment(at=3.0), (Order("place-id-card", ("7",)),)),
            Step(
                Moment(when=Happening.PRINTING, number=2, mm=40.0, after=0.5),
                (Order("paper-out"), Order("slow", ("receipt_printer",))),
                "换纸",
            ),
            Step(Moment(after=5.0), (), "看屏幕"),
        ),
    )
    assert [str(order) for order in scenario.orders] == [
        "refill", "place-id-card 7", "paper-out", "slow receipt_printer"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "step", "said"),
    [
        ("title = ", None, "own.toml: Invalid value"),
        ('title = "题"', None, "own.toml: there is no [[step]]"),
        (HEAD + "step = 7", None, "own.toml: step: write [[step]]"),
        (HEAD.replace("english", "englisch") + "[[step]]\nat=1\nsay='x'", None, "did you mean 'english'?"),
        (HEAD.replace('"学"', "7") + "[[step]]\nat=1\nsay='x'", None, "own.toml: teaches: a text is wanted"),
        (
            HEAD.replace("id_reader", "reader") + "[[step]]\nat=1\nsay='x'",
            None,
            "devices: a list of some of id_reader,",
        ),
        (
            HEAD + 'visit = ["home"]\n[[step]]\nat=1\nsay="x"',
            None,
            "visit: a page and what is touched there are wanted",
        ),
        (HEAD + 'visit = "home"\n[[step]]\nat=1\nsay="x"', None, "visit: a list of pages is wanted"),
        (HEAD + "before = 7\n[[step]]\nat=1\nsay='x'", None, "before: a verb or a list of verbs is wanted"),
        (HEAD + "[[step]]\nat = 1\ndo = ''", 1, "own.toml: step 1: do: a verb as on the command line is wanted"),
        (HEAD + "[[step]]\nat = 1", 1, "step 1: nothing to do or to say"),
        (HEAD + "[[step]]\ndo = 'lift'", 1, "step 1: write one of at, after, when"),
        (HEAD + "[[step]]\nat = 1\nafter = 1\ndo = 'lift'", 1, "step 1: write one of at, after, when"),
        (HEAD + "[[step]]\nat = 1\nwhen = 'printing'\ndo = 'lift'", 1, "at and when don't go together"),
        (HEAD + "[[step]]\nat = -1\ndo = 'lift'", 1, "at: a number from 0 to 3600 is wanted"),
        (HEAD + "[[step]]\nat = true\ndo = 'lift'", 1, "at: a number from 0 to 3600 is wanted"),
        (HEAD + "[[step]]\nwhen = 'printed'\ndo = 'lift'", 1, "did you mean 'printing'?"),
        (HEAD + "[[step]]\nat = 1\nmm = 3\ndo = 'lift'", 1, "mm: there is no `when` that it could belong to"),
        (HEAD + "[[step]]\nwhen = 'card-read'\nmm = 3\ndo = 'lift'", 1, "mm: only printing has a length"),
        (HEAD + "[[step]]\nwhen = 'card-read'\nreceipt = 2\ndo = 'lift'", 1, "receipt: card-read is counted by card"),
        (HEAD + "[[step]]\nwhen = 'printing'\nreceipt = 0\ndo = 'lift'", 1, "receipt: a whole number from 1 on"),
        (HEAD + "[[step]]\nat = 2\ndo='lift'\n[[step]]\nat = 1\ndo='lift'", 2, "step 2: at = 1.0 lies before"),
        (HEAD + "[[step]]\nat = 2\ndo='lift'\n[[step]]\natt = 1\ndo='lift'", 2, "step 2: there is no 'att'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_step(tmp_path: Path, text: str, step: int | None, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ScenarioWrong) as wrong:
        read(file)
    assert said in str(wrong.value)
    assert (wrong.value.file, wrong.value.step, wrong.value.code) == (file, step, "wrong-scenario")


def test_a_file_that_is_not_there_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioWrong, match=r"none\.toml: No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(BenchRefusal, match="did you mean 'paper-jam'"):
        found("paper-jamm")


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=6), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@given(
    key=st.sampled_from(
        ["title", "devices", "before", "visit", "step", "at", "after", "when", "receipt", "mm", "do", "say"]
    ),
    value=values,
)
def test_whatever_stands_in_a_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    from devices.bench.toml import written as toml

    whole: dict[str, object] = {
        "title": "题",
        "english": "t",
        "teaches": "t",
        "devices": [],
        "step": [{"at": 1, "do": "lift"}],
    }
    target: dict[str, object] = whole if key in ("title", "devices", "before", "visit", "step") else {"do": "lift"}
    target[key] = value
    if target is not whole:
        whole["step"] = [target]
    try:
        text = toml(whole)
    except TypeError:
        return  # TOML has no such value
    file = written(tmp_path_factory.mktemp("scenario"), text)
    with suppress(ScenarioWrong):
        assert read(file).steps


# -- playing --------------------------------------------------------------------------------------------------


class Notebook:
    """A `Performer` that notes when it was told what, on a clock; what it sees is set by a table of moments."""

    def __init__(self, clock: VirtualClock, sees: Sequence[tuple[float, Seen]] = ()) -> None:
        self._clock = clock
        self._sees = sees
        self.done: list[tuple[float, str]] = []

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        if verb == "quit":
            raise BenchRefusal("no", "not now")
        self.done.append((round(self._clock.monotonic(), 1), " ".join((verb, *arguments))))
        return {"said": ""}

    def seen(self) -> Seen:
        now = self._clock.monotonic()
        return next((seen for at, seen in reversed(self._sees) if at <= now), Seen(receipts=3))


def of(*steps: Step, before: tuple[Order, ...] = ()) -> Scenario:
    return Scenario("own", "题", "t", "t", (), before, (), steps)


LIFT = (Order("lift"),)


def test_steps_are_done_at_their_moments() -> None:
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    sees = [(6.98, Seen(receipts=3, hanging_mm=30)), (8.0, Seen(receipts=4)), (8.98, Seen(receipts=4, hanging_mm=12))]
    bench, told = Notebook(clock, sees), list[Step]()
    steps = (
        Step(Moment(at=3.0), (Order("place-id-card", ("7",)),)),
        Step(Moment(after=2.0), LIFT),
        Step(Moment(when=Happening.PRINTING, mm=20.0), LIFT),
        Step(Moment(when=Happening.PRINTING, number=2, mm=10, after=1.0), LIFT),
        Step(Moment(at=4.0), (), "spät"),
    )
    Player(of(*steps, before=(Order("refill"),)), bench, clock, tell=told.append).play()
    assert bench.done == [(0.0, "refill"), (3.0, "place-id-card 7"), (5.0, "lift"), (7.0, "lift"), (10.0, "lift")]
    assert tuple(told) == steps


def test_what_never_happens_is_not_waited_for_for_ever() -> None:
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    player = Player(of(Step(Moment(when=Happening.CARD_FOUND), LIFT)), Notebook(clock), clock)
    with pytest.raises(NotHappened, match="own: step 1: card-found didn't happen in 600 s"):
        player.play()
    assert clock.monotonic() == pytest.approx(PATIENCE_SECONDS, abs=1)


def test_a_play_can_be_stopped_and_ends_with_a_verb_that_is_refused() -> None:
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    bench = Notebook(clock)
    with pytest.raises(Stopped):
        Player(of(Step(Moment(at=60.0), LIFT)), bench, clock, stopped=lambda: clock.monotonic() > 5).play()
    assert bench.done == []
    with pytest.raises(BenchRefusal, match="not now"):
        Player(of(Step(Moment(at=1.0), (Order("quit"),)), Step(Moment(at=2.0), LIFT)), bench, clock).play()
    assert bench.done == []


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (Order("jamm"), "own: jamm: there is no verb 'jamm'; did you mean 'jam'?"),
        (Order("lift", ("7",)), "usage: lift"),
    ],
)
def test_nothing_is_done_of_a_scenario_with_a_verb_that_there_is_not(order: Order, said: str) -> None:
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    bench = Notebook(clock)
    with pytest.raises(BenchRefusal) as refused:
        Player(of(Step(Moment(at=0.0), LIFT), Step(Moment(at=1.0), (order,))), bench, clock).play()
    assert said in str(refused.value)
    assert bench.done == []


@pytest.mark.parametrize(
    ("moment", "now", "is_so"),
    [
        (Moment(when=Happening.CARD_FOUND), Seen(cards_found=1), True),
        (Moment(when=Happening.CARD_READ, number=2), Seen(cards_read=1), False),
        (Moment(when=Happening.PRINTING), Seen(), False),
        (Moment(when=Happening.PRINTING, number=2), Seen(hanging_mm=50), False),
        (Moment(when=Happening.PRINTING, mm=20), Seen(receipts=1), True),
        (Moment(when=Happening.RECEIPT_OUT), Seen(hanging_mm=50), False),
        (Moment(when=Happening.RECEIPT_OUT), Seen(receipts=1), True),
        (Moment(when=Happening.SHEET_OUT), Seen(sheets=1), True),
        (Moment(at=3.0), Seen(), True),
    ],
)
def test_what_has_happened_is_counted_from_the_beginning(moment: Moment, now: Seen, is_so: bool) -> None:  # noqa: FBT001
    assert happened(moment, Seen(), now) is is_so
    if moment.when is not None:
        assert not happened(moment, now, now) or moment.number == 0


# -- ours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_ours_are_read_and_speak_both_languages(file: Path) -> None:
    scenario = read(file)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in scenario.title + scenario.teaches)
    assert scenario.english.isascii()
    assert scenario.visit[0].page == "home"
    if "social_card_reader" not in scenario.devices:
        check(scenario)


def test_there_are_scenarios_for_what_halls_see() -> None:
    assert {file.stem for file in files()} >= {
        "unreadable-card", "worn-card", "lifted-card", "not-an-id-card", "reader-pulled", "paper-out-second-statement",
        "cover-open", "paper-jam", "cutter-stuck", "walked-away", "slow-line", "noisy-line", "near-end",
        "printer-power-cut",
    }  # fmt: skip


def test_the_command_line_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["play", "--list"]) == 0
    out = capsys.readouterr().out
    assert "第二张单子打到一半，纸用完了  Paper runs out during the second statement" in out
    assert cli.main(["play"]) == 2
    assert cli.main(["play", "nothing-like-it"]) == 2
    assert "there is no scenario 'nothing-like-it'" in capsys.readouterr().err


@pytest.mark.wire
def test_one_is_played_on_a_running_bench(tmp_path: Path) -> None:
    import subprocess

    own = written(tmp_path, HEAD + 'before = "refill"\n[[step]]\nat = 0.3\nsay = "放证"\ndo = "place-id-card 7"\n'
                  '[[step]]\nafter = 0.2\ndo = ["damage-card unreadable", "paper-out"]\n')  # fmt: skip
    with RunningBench(tmp_path / "bench") as bench:
        command = (sys.executable, "-m", "devices.bench", "play", "--dir", str(bench.folder), str(own))
        root = Path(__file__).parents[2]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
        assert "放证\n  place-id-card 7\n" in done.stdout
        assert done.stdout.endswith("演完了 the end\n")
        state = bench.state()
        assert state["card"] == {"number": 7, "name": "王桂芳", "damage": "unreadable", "staff": ""}
        assert '"receipts": 0' in bench.do("seen")
