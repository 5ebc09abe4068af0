"""A configuration is changed where its keys stand: comments and order stay, the old file is kept, a slip changes nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import settings
from kiosk.core.config import Config
from kiosk.core.record import DiskFull
from kiosk.settings.changing import GENERATIONS, FileChanged, change, changed, fingerprint

SHOWN = (Path(__file__).parents[2] / "assets" / "kiosk.toml").read_text(encoding="utf-8")
BY_HAND = """\
# our hall
data = 'var'   # on the second disk

[policy]  # decided in spring
# three months
due_soon_days = 90 # see the letter # of March
"code_valid_days" = 60

[hours]
special = [
  "2026-10-01", # a holiday # of ours
  "2026-10-02",
]  # until 2027
monday = "9:00-12:00"

# the reader by the door
[id_reader]
make = "sam"
port = "usb:1a86:7523#1"  # left socket

# nothing comes after this
"""


def lines_that_differ(before: str, after: str) -> list[tuple[str, str]]:
    one, other = before.split("\n"), after.split("\n")
    assert len(one) == len(other)
    return [(a, b) for a, b in zip(one, other, strict=True) if a != b]


def test_a_value_is_changed_where_it_stands_and_its_comment_stays() -> None:
    text, keys = changed(BY_HAND, {"policy.due_soon_days": 60, "data": "/srv/yiban", "policy.code_valid_days": 60})
    assert keys == ("policy.due_soon_days", "data")
    assert lines_that_differ(BY_HAND, text) == [
        ("data = 'var'   # on the second disk", 'data = "/srv/yiban"   # on the second disk'),
        ("due_soon_days = 90 # see the letter # of March", "due_soon_days = 60 # see the letter # of March"),
    ]


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    text, _ = changed(BY_HAND, {"hours.special": ["2027-02-06..2027-02-14"]})
    assert 'special = ["2027-02-06..2027-02-14"]  # until 2027\nmonday = "9:00-12:00"\n' in text
    assert "2026-10-01" not in text


def test_a_key_that_was_left_out_goes_to_the_end_of_its_section() -> None:
    text, keys = changed(BY_HAND, {"id_reader.baud": 9600, "id_reader.port": "COM3"})
    assert keys == ("id_reader.baud", "id_reader.port")
    assert text.endswith(
        '[id_reader]\nmake = "sam"\nport = "COM3"  # left socket\nbaud = 9600\n\n# nothing comes after this\n'
    )


def test_a_section_that_was_left_out_goes_to_the_end_of_the_file() -> None:
    assert changed('data = "x"', {"panel.rotation": 90})[0] == 'data = "x"\n\n[panel]\nrotation = 90\n'
    assert changed("", {"panel.rotation": 90, "panel.screen": 1})[0] == "\n[panel]\nrotation = 90\nscreen = 1\n"


def test_a_key_of_no_section_goes_before_the_first_one() -> None:
    assert changed("[panel]\nscreen = 1\n", {"key": "systemd"})[0] == 'key = "systemd"\n[panel]\nscreen = 1\n'


def test_line_ends_and_a_mark_of_notepad_stay() -> None:
    text, _ = changed("\ufeff[panel]\r\nscreen = 1\r\n", {"panel.screen": 2})
    assert text == "\ufeff[panel]\r\nscreen = 2\r\n"


def test_what_stands_so_already_changes_nothing() -> None:
    assert changed(BY_HAND, {"policy.due_soon_days": 90}) == (BY_HAND, ())
    # 3.0 for 3 is another way to write it, and is written.
    assert changed("[panel]\nwidth_mm = 300", {"panel.width_mm": 300.0})[1] == ("panel.width_mm",)


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        (BY_HAND, {"policy.due_son_days": 3}, "did you mean due_soon_days"),
        (BY_HAND, {"polcy.due_soon_days": 3}, "did you mean policy"),
        (BY_HAND, {"policy.due_soon_days": 0}, "write a number from 1"),
        (BY_HAND, {"policy.due_soon_days": "soon"}, "write a whole number"),
        (BY_HAND, {"hours.monday": "9-12"}, r"\[hours\] monday: write spans"),
        ("policy.due_soon_days = 3", {"policy.due_soon_days": 4}, "rarer way"),
        ("policy = { due_soon_days = 3 }", {"policy.due_soon_days": 4}, "rarer way"),
        ('[scanner]\nnote = """\nport = [\n"""', {"scanner.port": "COM3"}, "rarer way"),
        ("[policy\n", {"policy.due_soon_days": 4}, "Expected"),
    ],
)
def test_a_change_that_would_be_wrong_is_refused(text: str, changes: dict[str, object], said: str) -> None:
    with pytest.raises(settings.SettingsError, match=said):
        changed(text, changes)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "policy.due_soon_days": st.integers(1, 400),
            "panel.width_mm": st.floats(1, 2000),
            "places.window": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12),
            "places.staff_told": st.booleans(),
            "hours.special": st.lists(st.just("2026-10-01"), max_size=3),
            "id_reader.port": st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
            "scanner.odd key": st.integers(),
            "indicators.lamps": st.dictionaries(st.sampled_from(["help", "id_reader"]), st.integers(0, 9), max_size=2),
            "key": st.sampled_from(["file", "systemd"]),
        },
    ),
    st.sampled_from([BY_HAND, SHOWN, "", settings.written(Config())]),
)
def test_nothing_but_the_named_keys_is_changed(changes: dict[str, object], text: str) -> None:
    new, keys = changed(text, changes)
    before, after = tomllib.loads(text), tomllib.loads(new)
    assert set(keys) <= changes.keys()
    for key, value in changes.items():
        section, _, name = key.rpartition(".")
        assert (after.get(section, {}) if section else after)[name] == value
        for table in (before, after):
            (table.setdefault(section, {}) if section else table).pop(name, None)
    assert {key: value for key, value in before.items() if value != {}} == {
        key: value for key, value in after.items() if value != {}
    }
    comments = [line for line in text.split("\n") if line.startswith("#")]
    assert [line for line in new.split("\n") if line.startswith("#")] == comments


# -- the file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    path.chmod(0o640)
    return path


def test_the_old_file_is_kept_and_its_rights_stay(file: Path) -> None:
    assert change(file, {"policy.due_soon_days": 60}) == ("policy.due_soon_days",)
    assert settings.read(file).policy.due_soon_days == 60
    assert file.with_name("kiosk.toml.1").read_text(encoding="utf-8") == BY_HAND
    assert file.stat().st_mode & 0o777 == 0o640


def test_so_many_old_files_are_kept_and_no_more(file: Path) -> None:
    for days in range(1, 8):
        change(file, {"policy.due_soon_days": days})
    kept = [settings.read(file.with_name(f"kiosk.toml.{n}")).policy.due_soon_days for n in range(1, GENERATIONS + 1)]
    assert kept == [6, 5, 4, 3, 2]
    assert len(list(file.parent.iterdir())) == GENERATIONS + 1


def test_nothing_to_change_writes_nothing(file: Path) -> None:
    assert change(file, {"policy.due_soon_days": 90}, seen=fingerprint(file)) == ()
    assert [each.name for each in file.parent.iterdir()] == ["kiosk.toml"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(file: Path) -> None:
    seen = fingerprint(file)
    change(file, {"policy.due_soon_days": 60}, seen=seen)
    with pytest.raises(FileChanged, match="meanwhile"):
        change(file, {"policy.due_soon_days": 30}, seen=seen)
    assert settings.read(file).policy.due_soon_days == 60


def test_a_file_that_is_changed_while_it_is_changed_is_left_alone(file: Path) -> None:
    def somebody_else_writes(_config: Config) -> None:
        file.write_text("# mine\n", encoding="utf-8")

    with pytest.raises(FileChanged):
        change(file, {"policy.due_soon_days": 30}, valid=somebody_else_writes)
    assert file.read_text(encoding="utf-8") == "# mine\n"


def test_what_the_devices_refuse_is_not_written(file: Path) -> None:
    def refuse(config: Config) -> None:
        raise settings.SettingsError(f"[id_reader] baud: {config.id_reader.settings['baud']} is none")

    with pytest.raises(settings.SettingsError, match="baud: 3 is none"):
        change(file, {"id_reader.baud": 3}, valid=refuse)
    assert file.read_text(encoding="utf-8") == BY_HAND
    assert not file.with_name("kiosk.toml.1").exists()


def test_a_file_that_is_missing_or_not_text_is_said_to_be(file: Path) -> None:
    with pytest.raises(settings.SettingsError, match="No such file"):
        change(file.with_name("none.toml"), {"key": "file"})
    file.write_bytes('agency = "社保"'.encode("gb18030"))
    with pytest.raises(settings.SettingsError, match="UTF-8"):
        change(file, {"key": "file"})


def test_a_folder_that_takes_nothing_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull):
        change(file, {"policy.due_soon_days": 60})
    assert file.read_text(encoding="utf-8") == BY_HAND
