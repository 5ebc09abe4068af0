"""`kiosk.toml` is read strictly, and what is wrong with it is said with its line and a way out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import settings
from kiosk.core.config import (
    Config,
    DeskConfig,
    DeviceConfig,
    IdleConfig,
    PanelConfig,
    PlaceConfig,
    PolicyConfig,
    PresentationConfig,
    StaffConfig,
    TerminalConfig,
)
from kiosk.core.people import Presentation, TextSize, Theme

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SAID = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
"""What people are told is never empty, and all of it can be seen."""
SIZE = st.floats(1, 2000)
SECONDS = st.floats(0.5, 1000)
UNOPENED = (
    "[desk] token: to serve the page it needs 16 to 60 letters and digits; `openssl rand -hex 16` makes such a token"
)
SETTING = st.one_of(TEXT, st.booleans(), st.integers(-(2**60), 2**60), st.lists(st.integers(0, 9), max_size=3))
CONFIGS = st.builds(
    Config,
    terminal=st.builds(
        TerminalConfig,
        id=SAID,
        number=st.integers(0, 99),
        agency=SAID,
        agency_phone=SAID,
        county=st.from_regex(r"[0-9]{6}", fullmatch=True),
    ),
    panel=st.builds(PanelConfig, SIZE, SIZE, st.integers(0, 3), st.sampled_from([0, 90, 180, 270]), st.floats(0, 1)),
    presentation=st.builds(
        PresentationConfig,
        st.sampled_from([*map(str, TextSize)]),
        st.sampled_from([*map(str, Theme)]),
        st.booleans(),
        st.booleans(),
    ),
    places=st.builds(PlaceConfig, *[SAID] * 9),
    idle=st.builds(IdleConfig, *[SECONDS] * 4),
    policy=st.builds(
        PolicyConfig,
        st.booleans(),
        st.integers(1, 400),
        st.booleans(),
        social_card_is_enough=st.booleans(),
        code_valid_days=st.integers(1, 400),
        home_visit_age=st.integers(1, 120),
        ask_rating=st.booleans(),
    ),
    staff=st.builds(
        StaffConfig,
        idle_seconds=st.floats(1, 900),
        attendant_idle_seconds=st.floats(1, 900),
        maintenance_minutes=st.integers(1, 240),
        helping_minutes=st.integers(1, 240),
        absolute_hours=st.integers(1, 24),
        shuffled_keys=st.booleans(),
        card_needed=st.booleans(),
        pin_days=st.integers(0, 400),
        presence_registration=st.booleans(),
    ),
    desk=st.builds(
        DeskConfig,
        st.booleans(),
        st.sampled_from(["127.0.0.1", "192.168.1.23", "::"]),
        st.integers(1, 65535),
        st.from_regex(r"[A-Za-z0-9_-]{16,60}", fullmatch=True),
    ),
    data=st.sampled_from([Path("var"), Path("data/a b"), Path("../资料")]),
    key=st.sampled_from(["file", "systemd", "file:keys/t.key"]),
    id_reader=st.builds(
        DeviceConfig,
        TEXT,
        st.dictionaries(TEXT.filter(lambda key: key != "make"), SETTING, max_size=3).map(MappingProxyType),
    ),
)


@given(CONFIGS)
def test_what_is_written_is_read_back(config: Config) -> None:
    assert settings.parsed(settings.written(config)) == config


def test_a_hall_says_how_pages_are_shown_to_who_has_not_asked_for_anything_else() -> None:
    assert Config().presentation.usual(speaks=True) == Presentation()
    config = settings.parsed('[presentation]\nsize = "large"\ntheme = "soft"\nsimple = true\nvoice = true')
    wanted = Presentation(TextSize.LARGE, Theme.SOFT, simple=True, voice=True)
    assert config.presentation.usual(speaks=True) == config.presentation.usual(speaks=False) == wanted


def test_the_simple_version_alone_brings_what_it_brings_by_a_touch() -> None:
    config = settings.parsed("[presentation]\nsimple = true")
    for speaks in (True, False):
        usual = config.presentation.usual(speaks=speaks)
        assert (usual.size, usual.voice) == (TextSize.LARGE, speaks)
        assert usual == Presentation().simplified(speaks=speaks)
        assert usual.in_full() == Presentation()


def test_the_documented_file_is_the_default() -> None:
    shown = (Path(__file__).parents[2] / "assets" / "kiosk.toml").read_text(encoding="utf-8")
    assert shown == settings.written(Config())
    assert settings.parsed(shown) == settings.parsed("") == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data = 3", 'kiosk.toml, line 1: data: write a folder in quotes, like "var", not 3'),
        ("\n[panel]\nwidth = 3", "kiosk.toml, line 3: [panel] width: there is no such key; did you mean width_mm?"),
        ("[panel]\n\nrotation = 45", "kiosk.toml, line 3: [panel] rotation: write 0, 90, 180 or 270"),
        (
            '[presentation]\nsize = "huge"',
            "kiosk.toml, line 2: [presentation] size: write small, medium, large or extra_large",
        ),
        (
            '[presentation]\ntheme = "dark"',
            "kiosk.toml, line 2: [presentation] theme: write default, high_contrast, black_on_white or soft",
        ),
        ("[pannel]\nwidth_mm = 1", "kiosk.toml, line 1: pannel: there is no such key; did you mean panel?"),
        (
            "[panel]\nsame_touch_seconds = 1.5",
            "kiosk.toml, line 2: [panel] same_touch_seconds: write seconds from 0 to 1",
        ),
        ("panel = 4", "kiosk.toml, line 1: panel: write it as a table: [panel]"),
        (
            '[idle]\nquiet_seconds = "a"',
            'kiosk.toml, line 2: [idle] quiet_seconds: write a number, like 267.8, not "a"',
        ),
        (
            "[idle]\nquiet_seconds = 0",
            "kiosk.toml, line 2: [idle] quiet_seconds: write seconds, more than 0 and a day at most",
        ),
        ("[panel]\nscreen = true", "kiosk.toml, line 2: [panel] screen: write a whole number, like 3, not true"),
        ("[panel]\nheight_mm = 0", "kiosk.toml, line 2: [panel] height_mm: a size is more than 0 and at most 10000 mm"),
        ("[panel]\nscreen = -1", "kiosk.toml, line 2: [panel] screen: screens count from 0"),
        ("[policy]\ndue_soon_days = 0", "kiosk.toml, line 2: [policy] due_soon_days: write a number from 1 to 1000000"),
        (
            '[policy]\nsocial_card_is_enough = false\n[social_card_reader]\nmake = "ccid"',
            "[policy] social_card_is_enough: false asks for the ID card, and no [id_reader] is fitted",
        ),
        ("[policy]\nexpired_card_may_look = 1", "line 2: [policy] expired_card_may_look: write true or false, not 1"),
        (
            "[staff]\nidle_seconds = 901",
            "kiosk.toml, line 2: [staff] idle_seconds: write seconds, more than 0 and 900 at most",
        ),
        (
            "[staff]\nmaintenance_minutes = 0",
            "kiosk.toml, line 2: [staff] maintenance_minutes: write minutes from 1 to 240",
        ),
        ("[staff]\nabsolute_hours = 25", "kiosk.toml, line 2: [staff] absolute_hours: write hours from 1 to 24"),
        ("[staff]\npin_days = -1", "kiosk.toml, line 2: [staff] pin_days: write a number from 0 to 1000000"),
        ('[terminal]\ncounty = "1234"', "kiosk.toml, line 2: [terminal] county: write six digits in quotes"),
        ("[terminal]\ncounty = 990101", 'line 2: [terminal] county: write text in quotes, like "3号窗口", not 990101'),
        ('[terminal]\nid = ""', "kiosk.toml, line 2: [terminal] id: a terminal has an id"),
        ('key = "tpm"', "kiosk.toml, line 1: key: write file, file:PATH or systemd"),
        ("[id_reader]\nmake = 3", 'kiosk.toml, line 2: [id_reader] make: write a name in quotes, like make = "sam"'),
        (
            "[terminal]\nzzzzzz = 1",
            "zzzzzz: there is no such key; known here: agency, agency_phone, county, id, number",
        ),
        ("terminal = {idd = 'a'}", "kiosk.toml: [terminal] idd: there is no such key; did you mean id?"),
        ('[places]\nwindow = " "', "kiosk.toml, line 2: [places] window: people have to be told something"),
        ('[terminal]\nagency = ""', "kiosk.toml, line 2: [terminal] agency: papers have to name it"),
        ('[terminal]\nid = "T\\n1"', "[terminal] id: a text has at most 60 characters, all of them visible"),
        ('[terminal]\nid = "' + "T" * 61 + '"', "[terminal] id: a text has at most 60 characters, all of them visible"),
        (
            '[sound]\nvoice = "/' + "v" * 1000 + '"',
            "[sound] voice: a text has at most 1000 characters, all of them visible",
        ),
        ('data = "\\u0000"', "kiosk.toml, line 1: data: no folder is called that"),
        (f"[terminal]\nnumber = {10**30}", "line 2: [terminal] number: write a number from 0 to 1000000"),
        ("[idle]\nquiet_seconds = 1e300", "[idle] quiet_seconds: write seconds, more than 0 and a day at most"),
        ("[policy]\ncode_valid_days = 99999999999", "[policy] code_valid_days: write a number from 1 to 1000000"),
        (
            "[panel]\nscreen = " + "9" * 5000,
            "kiosk.toml: a number with thousands of digits, or brackets in brackets in brackets",
        ),
        ("data = " + "[" * 20000, "kiosk.toml: a number with thousands of digits, or brackets in brackets in brackets"),
        (
            "[desk]\nserve = true",
            UNOPENED,
        ),
        (
            '[desk]\nserve = true\ntoken = "short"',
            f"line 3: {UNOPENED}",
        ),
        (
            '[desk]\nserve = true\ntoken = "0123456789abcdef"\naddress = "hall"',
            'line 4: [desk] address: write an address, like "127.0.0.1" or "0.0.0.0"',
        ),
        ("[desk]\nport = 0", "kiosk.toml, line 2: [desk] port: write a number from 1 to 65535"),
        ("[panel\n", "kiosk.toml: Expected ']' at the end of a table declaration (at line 1, column 7)"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_line_and_a_way_out(text: str, said: str) -> None:
    with pytest.raises(settings.SettingsError) as error:
        settings.parsed(text)
    assert str(error.value).endswith(said)


def test_a_folder_may_lie_deep() -> None:
    deep = "/" + "/".join(["a-folder"] * 100)
    assert settings.parsed(f'[staff]\nrecords_from = "{deep}"').staff.records_from == deep


def test_whole_numbers_stand_for_sizes_and_a_makes_settings_are_its_own() -> None:
    config = settings.parsed('[panel]\nwidth_mm = 300\n[id_reader]\nmake = "sam"\nport = "COM3"\nbaud = 115200')
    assert config.panel.width_mm == 300.0
    assert isinstance(config.panel.width_mm, float)
    assert config.id_reader == DeviceConfig("sam", MappingProxyType({"port": "COM3", "baud": 115200}))


def test_the_data_folder_is_taken_from_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "kiosk.toml"
    path.parent.mkdir()
    path.write_text(settings.written(replace(Config(), data=Path("../data"))), encoding="utf-8")
    assert settings.read(path).data == tmp_path / "etc" / ".." / "data"
    path.write_text(settings.written(replace(Config(), data=tmp_path / "x")), encoding="utf-8")
    assert settings.read(path).data == tmp_path / "x"


def test_a_file_that_is_missing_or_not_text_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(settings.SettingsError, match="yiban init"):
        settings.read(tmp_path / "none.toml")
    (tmp_path / "notepad.toml").write_text('data = "x"', encoding="utf-8-sig")
    assert settings.read(tmp_path / "notepad.toml").data == tmp_path / "x"
    (tmp_path / "gbk.toml").write_bytes('agency = "社保"'.encode("gb18030"))
    with pytest.raises(settings.SettingsError, match="UTF-8"):
        settings.read(tmp_path / "gbk.toml")


@given(st.text(max_size=60))
def test_any_text_is_a_configuration_or_a_settings_error(text: str) -> None:
    said = ""
    try:
        config = settings.parsed(text)
        assert settings.parsed(settings.written(config)) == config
    except settings.SettingsError as error:
        said = str(error)
    assert not said or said.startswith("kiosk.toml")


def test_a_token_is_in_no_picture_of_the_configuration() -> None:
    opener = "0123456789abcdef"
    config = settings.parsed(f'[desk]\nserve = true\ntoken = "{opener}"')
    assert config.desk.token == opener
    assert opener not in repr(config)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("uyghur", 'did you mean "ug"'),
        ("kz", 'did you mean "kk"'),
        ("qqqq", "known are zh, en"),
    ],
)
def test_a_language_there_is_not_is_refused_with_the_one_that_was_meant(code: str, advice: str) -> None:
    with pytest.raises(settings.SettingsError, match=re.escape(advice)):
        settings.parsed(f'[languages]\noffered = ["zh", "{code}"]')
    assert settings.parsed('[languages]\noffered = ["zh", "bo"]').languages.offered == ("zh", "bo")
