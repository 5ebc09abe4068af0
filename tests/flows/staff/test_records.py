"""The technician and the records, with real ones on a real stick."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kiosk.core.page import Panel
from kiosk.core.record import DiskFull
from kiosk.core.text import Wording
from kiosk.flows.staff.records import records
from kiosk.flows.staff.service import Stay
from kiosk.store import layout
from kiosk.store.builder import build
from kiosk.store.keys import FileKey
from kiosk.store.replacing import StickGone
from tests.flows.staff.night import NEWER, PEOPLE, TECHNICIAN, TECHNICIANS_PIN, Night, Shift
from tests.store.terminal import ORIGIN
from tests.store.test_replacing import spoil

if TYPE_CHECKING:
    from pathlib import Path


def begun(night: Night) -> Shift:
    return night.begins(records(night.duty(TECHNICIAN))).does().sees("这台机器的数据")


def verdicts(night: Night) -> list[object]:
    return [event.fields["verdict"] for event in night.noted if event.kind.id == "records-replaced"]


def wanted(night: Night) -> Shift:
    """Come to the page that shows what the stick has."""
    return begun(night).touches("换新数据").does().sees("换成这份数据吗？")


def test_the_records_are_shown_and_checked(night: Night) -> None:
    talk = begun(night)
    assert "到2026年11月20日" in talk.shown()
    assert "换回上一份" not in talk.buttons()
    talk.touches("核对一遍").sees("正在核对数据").does().sees("数据完好").touches("知道了").does()
    assert talk.said
    assert talk.sees("这台机器的数据").touches("好了").result is Stay.MENU


def test_damage_is_told_and_what_to_do(night: Night) -> None:
    talk = begun(night)
    spoil(layout.current(night.data))
    talk.touches("核对一遍").does().sees("数据坏了", "换新数据，或换回上一份。").touches("知道了").does()
    layout.current(night.data).write_bytes(b"gone")
    talk.touches("好了")
    night.records.close()
    talk = begun(night)
    assert "读不出来" in talk.shown()
    assert "核对一遍" not in talk.buttons()


def test_a_check_can_be_called_off(night: Night) -> None:
    begun(night).touches("核对一遍").touches("停下来").does().sees("这台机器的数据")


def test_two_people_put_newer_records_in_use_and_back_again(night: Night) -> None:
    night.plug_in(NEWER)
    talk = wanted(night)
    assert "柳河县社会保险事业管理局" in talk.shown()
    talk.touches("换成这份").another_agrees(TECHNICIANS_PIN).sees("正在换数据").does()
    talk.sees("数据换好了", "数据到2026年11月21日。", "U盘可以拔了。").touches("知道了").does()
    assert night.records.state().version == 5
    talk.touches("换回上一份").sees("换回上一份数据吗？").touches("换回这份").another_agrees(TECHNICIANS_PIN)
    talk.sees("正在换回上一份").does().sees("数据换好了").touches("知道了").does()
    assert night.records.state().version == 4
    assert verdicts(night) == ["taken", "went-back"]
    assert night.events().count("dual-granted") == 2


def test_without_a_second_person_nothing_is_replaced(night: Night) -> None:
    night.plug_in(NEWER)
    wanted(night).touches("换成这份").touches("先不办").does().sees("这台机器的数据")
    assert night.records.state().version == 4
    assert verdicts(night) == []


def test_somebody_thinks_better_of_it(night: Night) -> None:
    night.plug_in(NEWER)
    talk = wanted(night).touches("先不换").does().touches("换新数据").does().touches("换成这份")
    talk.another_agrees(TECHNICIANS_PIN).touches("停下来").does().sees("这台机器的数据")
    assert night.records.state().version == 4
    night.plug_in(NEWER)
    night.records.take(night.stick / "T007", ORIGIN.agency, ORIGIN.county)
    begun(night).touches("换回上一份").touches("先不换").does().touches("换回上一份").touches("换回这份").touches(
        "先不办"
    )
    assert night.records.state().version == 5


def test_a_stick_is_waited_for(night: Night) -> None:
    talk = begun(night).touches("换新数据").does().sees("没找到新数据")
    night.plug_in()
    talk.touches("插好了").does().sees("没找到新数据")
    night.plug_in(NEWER)
    talk.touches("插好了").does().sees("换成这份数据吗？")
    night.plugged = ()
    begun(night).touches("换新数据").does().touches("先不换").does().sees("这台机器的数据")


def test_of_several_one_is_chosen(night: Night, tmp_path: Path) -> None:
    night.plug_in(NEWER)
    another = tmp_path / "media" / "OTHER"
    night.stick, first = another, night.stick
    night.plug_in(replace(NEWER, version=6))
    night.plugged = (first, another)
    talk = begun(night).touches("换新数据").does().sees("用哪一份？")
    assert talk.buttons() == ["到2026年11月21日", "到2026年11月21日"]


def from_folder(night: Night, folder: Path) -> Shift:
    """Begin at a terminal whose configuration names a folder for new records."""
    config = night.hall.config
    night.hall = replace(night.hall, config=replace(config, staff=replace(config.staff, records_from=str(folder))))
    return begun(night)


def test_records_in_a_folder_are_put_in_use_and_nobody_speaks_of_a_stick(night: Night, tmp_path: Path) -> None:
    folder = tmp_path / "from the centre"
    talk = from_folder(night, folder).touches("换新数据").does()
    talk.sees("没找到新数据", "请插上U盘，或放到文件夹里。", "数据在 records 文件夹里。")
    build(folder / "T007", night.key, NEWER, PEOPLE[:40])
    talk.touches("放好了").does().sees("换成这份数据吗？").touches("换成这份").another_agrees(TECHNICIANS_PIN)
    talk.sees("正在换数据", "文件夹先别动。").does().sees("数据换好了", "数据到2026年11月21日。")
    assert "U盘" not in talk.shown()
    talk.touches("知道了").does().touches("换回上一份").touches("换回这份").another_agrees(TECHNICIANS_PIN).does()
    assert "U盘" not in talk.sees("数据换好了").shown()
    assert verdicts(night) == ["taken", "went-back"]


def test_a_folder_is_looked_at_beside_sticks_and_a_stick_in_it_counts_once(night: Night, tmp_path: Path) -> None:
    build(tmp_path / "centre", night.key, replace(NEWER, cut_off=date(2026, 11, 22), version=6), PEOPLE[:40])
    night.plug_in(NEWER)
    talk = from_folder(night, tmp_path / "centre").touches("换新数据").does().sees("用哪一份？")
    assert len(talk.buttons()) == 2
    talk.touches("到2026年11月21日").touches("换成这份").another_agrees(TECHNICIANS_PIN).sees(
        "正在换数据", "U盘先别拔。"
    )
    talk = from_folder(night, night.stick.parent).touches("换新数据").does().sees("换成这份数据吗？")
    talk = talk.touches("换成这份").another_agrees(TECHNICIANS_PIN).sees("正在换数据", "U盘先别拔。")


def test_a_folder_that_goes_away_is_told_as_a_folder(night: Night, tmp_path: Path) -> None:
    for page, gone in (("文件夹读不出来。", False), ("文件夹里没有数据了。", True)):
        folder = tmp_path / str(gone)
        build(folder, night.key, NEWER, PEOPLE[:40])
        talk = from_folder(night, folder).touches("换新数据").does().touches("换成这份").another_agrees(TECHNICIANS_PIN)
        if gone:
            shutil.rmtree(folder)
            talk.does()
        else:
            talk.fails(StickGone("the share is away"))
        talk.sees("没有换", page, "现在的数据没有动。")
        assert "U盘" not in talk.shown()


def test_records_before_that_are_gone_are_told_so(night: Night) -> None:
    night.plug_in(NEWER)
    wanted(night).touches("换成这份").another_agrees(TECHNICIANS_PIN).does()
    talk = begun(night).touches("换回上一份").touches("换回这份").another_agrees(TECHNICIANS_PIN)
    layout.other(night.data).unlink()
    talk.does().sees("没有换", "上一份已经不在了。")
    assert "U盘" not in talk.shown()


REFUSED = {
    "别的单位": (replace(NEWER, agency="别的单位"), "这份是别的单位、县区的。", "another-agency"),
    "旧的": (replace(NEWER, version=3), "这份不比现在的新。", "not-newer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_for_this_terminal_is_refused_in_words(night: Night, name: str) -> None:
    origin, sentence, code = REFUSED[name]
    night.plug_in(origin)
    refused(night, sentence, code)


def refused(night: Night, sentence: str, code: str) -> None:
    talk = wanted(night).touches("换成这份").another_agrees(TECHNICIANS_PIN)
    talk.does().sees("没有换", sentence, "现在的数据没有动。").touches("知道了").does()
    assert night.records.state().version == 4
    assert verdicts(night) == [code]


def test_records_for_another_terminal_are_refused(night: Night, tmp_path: Path) -> None:
    other = FileKey(tmp_path / "other.key")
    other.make()
    night.plug_in(NEWER, other)
    refused(night, "这份是给别的机器做的。", "another-terminal")


def test_records_that_were_altered_are_refused(night: Night) -> None:
    spoil(layout.current(night.plug_in(NEWER) / "T007"))
    refused(night, "这份坏了，或被人改过。", "damaged")


def test_a_stick_pulled_out_too_early(night: Night) -> None:
    file = layout.current(night.plug_in(NEWER) / "T007")
    talk = wanted(night).touches("换成这份").another_agrees(TECHNICIANS_PIN)
    os.truncate(file, file.stat().st_size // 2)
    talk.does().sees("没有换", "这份没有拷完，少了后半截。").touches("知道了").does()
    assert verdicts(night) == ["cut-short"]


def test_a_disk_that_takes_nothing_more(night: Night) -> None:
    night.plug_in(NEWER)
    talk = wanted(night).touches("换成这份").another_agrees(TECHNICIANS_PIN)
    talk.fails(DiskFull("no")).sees("没有换", "机器的磁盘放不下两份数据。").touches("知道了").does()


def test_a_full_disk_is_noted(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise DiskFull("no")

    night.plug_in(NEWER)
    talk = wanted(night).touches("换成这份").another_agrees(TECHNICIANS_PIN)
    monkeypatch.setattr("kiosk.store.replacing._copy", full)
    talk.does().sees("没有换", "先腾出地方，再换。")
    assert verdicts(night) == ["disk-full"]


def test_a_panel_says_it_in_words(night: Night) -> None:
    page = begun(night).page
    assert isinstance(page, Panel)
    assert [gauge.state.written(Wording()) for gauge in page.gauges] == ["到2026年11月20日", "没有"]
