"""Signing in, as a conversation with the real roll: by card, by number, and everything that keeps somebody out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from devices.deadline import Deadline
from devices.errors import CardDataInvalid, CardUnreadable, DeviceGone, NoReply
from devices.roles import CodeScanner, IdCardReader, ScannedCode
from kiosk.core.config import StaffConfig
from kiosk.core.page import EnterDigits, Progress
from kiosk.core.pin import Pin
from kiosk.core.record import StoreDamaged
from kiosk.core.staff import CardKind, SignedIn, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.flows.staff.sign_in import sign_in
from kiosk.screens.staff.second_person import giving_pin
from kiosk.screens.staff.sign_in import checking, enter_number, enter_pin, put_staff_card, signing_in
from kiosk.staff.roster import MACHINE
from kiosk.staff.two_people import Matter
from tests.flows.dialogue import card_of
from tests.flows.staff.desk import ATTENDANT_PIN, PIN, Desk

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.page import Page
    from kiosk.staff.room import StaffRoom

CODE = StaffCard(CardKind.CODE_CARD, "YBS1:" + "A2" * 13)


def test_by_number_and_pin(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    member = desk.attendant()
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.sees("请放您的工作卡").touches("输工号").sees("请输工号")
    talk.types("0217").sees("请输密码")
    talk.types(ATTENDANT_PIN).works()
    assert talk.over
    assert talk.result == SignedIn(member)


def test_by_card_and_pin(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    desk.room.add(MACHINE, StaffNumber("0218"), StaffRole.AUDITOR, cards=[CODE], pin=Pin(PIN))
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.brings(CODE)
    talk.types(PIN).works()
    assert talk.result == SignedIn(StaffMember(StaffNumber("0218"), StaffRole.AUDITOR), by_card=True)


def test_a_wrong_pin_is_asked_again_until_it_takes_a_wait(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.touches("输工号")
    talk.types("1003")
    for left in (9, 8, 7, 6):
        talk.types("72018364").works().sees("请输密码", f"不对，还可以试{left}次。")
    talk.types("72018364").works()
    assert talk.page.name.startswith("not_signed_in")
    talk.touches("知道了")
    assert talk.result is None


def test_an_unknown_number_is_refused_without_a_word_on_whether_it_exists(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.touches("输工号")
    talk.types("9999").types("72018364").works().sees("还不能登录", "不认识这张卡，或这个号。").touches("知道了")
    assert talk.result is None


@pytest.mark.parametrize("refusal", ["12345678", "72018364"])
def test_a_pin_from_somebody_else_has_to_become_ones_own(tmp_path: Path, refusal: str) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    given = desk.room.add(MACHINE, StaffNumber("0220"), StaffRole.TECHNICIAN)
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.touches("输工号")
    talk.types("0220").types(given.reveal()).works().sees("请想一个新密码", "密码要自己想，别告诉别人。")
    if refusal == "12345678":
        talk.types(refusal).types(refusal).works().sees("请想一个新密码", "连着的数，容易被猜到。")
    else:
        talk.types(refusal).types("83610274").sees("请想一个新密码", "两次不一样，请再来。")
    talk.types("83610274").sees("请再输一次新密码").types("83610274").works()
    assert talk.result == SignedIn(StaffMember(StaffNumber("0220"), StaffRole.TECHNICIAN))


def test_the_first_administrator_is_made_with_the_setup_code(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    code = desk.room.make_setup_code()
    wrong = "".join(reversed(code.reveal()))
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.sees("请输安装码")
    talk.types(wrong if wrong != code.reveal() else "72018364").sees("给他什么工号？").types("1003")
    talk.types("12345678").types("12345678").works().sees("请想一个新密码", "连着的数，容易被猜到。")
    talk.types("83610274").types("83610274").works().sees("还不能登录").touches("知道了").sees("请输安装码")
    talk.types(code.reveal()).types("83610274").types("83610274").works()
    assert talk.result == SignedIn(StaffMember(StaffNumber("1003"), StaffRole.ADMINISTRATOR))
    assert not desk.room.is_empty


def test_a_setup_code_that_is_none_makes_nobody(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.types("72018364").types("1003").types("83610274").types("83610274").works()
    talk.sees("还不能登录", "请技术员在后台再做一个。").touches("知道了")
    assert talk.result is None


def test_after_five_wrong_codes_it_takes_a_wait(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    code = desk.room.make_setup_code().reveal()
    wrong = str((int(code) + 11111111) % 10 ** len(code)).zfill(len(code))
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.types(wrong).types("1003")
    for _ in range(4):
        talk.types("83610274").types("83610274").works().touches("知道了")
        talk.types(wrong)
    talk.types("83610274").types("83610274").works().touches("知道了")
    assert talk.result is None


def test_nobody_signs_in_without_wanting_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    for way in ("不登录了", ""):
        talk = desk.talks(sign_in(desk.hall)).works()
        assert (talk.touches(way) if way else talk.waits()).over
        assert talk.result is None


def test_a_card_that_cant_be_read_leads_to_the_number_or_to_another_try(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.administrator()
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.fails(CardUnreadable("no")).sees("没读出来").touches("知道了").sees("请输工号")
    desk.room.close()
    strict = Desk(tmp_path, config=StaffConfig(card_needed=True))
    talk = strict.talks(sign_in(strict.hall)).works()
    assert talk.buttons() == ["不登录了"]
    talk.fails(CardUnreadable("no")).touches("知道了").sees("请放您的工作卡")


@pytest.mark.parametrize("card_needed", [False, True])
@pytest.mark.parametrize("way", ["不登录了", ""])
def test_a_reader_that_is_lost_doesnt_keep_the_screen_from_whom_it_belongs_to(
    tmp_path: Path, way: str, *, card_needed: bool
) -> None:
    desk = Desk(tmp_path, config=StaffConfig(card_needed=card_needed))
    desk.administrator()
    talk = desk.talks(sign_in(desk.hall)).works()
    talk.fails(DeviceGone("no")).sees("没读出来")
    assert (talk.touches(way) if way else talk.waits()).over
    assert talk.result is None


@pytest.mark.parametrize("error", [StoreDamaged("no"), NoReply("no")])
def test_a_roll_that_cant_be_opened_is_told(tmp_path: Path, error: Exception) -> None:
    desk = Desk(tmp_path)
    talk = desk.talks(sign_in(desk.hall))
    talk.fails(error).sees("现在登录不了").touches("知道了")
    assert talk.result is None


class Slot:
    """A slot with a person's card in it."""

    def __init__(self) -> None:
        self.given_back = False

    def read_card(self, deadline: Deadline, *, found: object) -> object:
        deadline.check()
        found()  # type: ignore[operator]
        return card_of("retired")

    def give_back(self, _deadline: Deadline) -> None:
        self.given_back = True


class Codes:
    """A scanner that is shown a strange code first."""

    def __init__(self) -> None:
        self.codes = ["6921168509256", CODE.reveal()]

    def scan(self, _deadline: Deadline) -> ScannedCode:
        return ScannedCode(self.codes.pop(0))


def test_each_reader_gives_its_kind_of_card(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    page = put_staff_card(identity=True, social=True, scans=True, typed=True)
    deadline = Deadline(desk.clock, 1.0)
    slot = Slot()
    told: list[Progress] = []
    identity, social, code = (job.work for job in page.jobs)
    assert identity(cast("IdCardReader", slot), deadline, told.append) == StaffCard(
        CardKind.ID_CARD, card_of("retired").number
    )
    assert social(cast("Any", slot), deadline, told.append).kind is CardKind.SOCIAL_CARD  # type: ignore[union-attr]
    assert slot.given_back
    assert [progress.phase for progress in told] == ["reading", "reading_social"]
    assert code(cast("CodeScanner", Codes()), deadline, told.append) == CODE


def test_a_card_no_member_can_have_is_no_card(tmp_path: Path) -> None:
    desk = Desk(tmp_path)

    class Odd(Slot):
        def read_card(self, deadline: Deadline, *, found: object) -> object:
            return replace(super().read_card(deadline, found=found), number="?")  # type: ignore[type-var]

    page = put_staff_card(identity=True, social=False, scans=False, typed=True)
    with pytest.raises(CardDataInvalid):
        page.jobs[0].work(cast("IdCardReader", Odd()), Deadline(desk.clock, 1.0), lambda _progress: None)


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        (enter_number(), "12", "工号是三到八位数。"),
        (enter_pin(shuffled=False), "1234", "密码是六到十二位数。"),
    ],
)
def test_what_is_typed_wrongly_is_said_on_the_page(page: EnterDigits[object], typed: str, said: str) -> None:
    answer = page.read(typed)
    assert getattr(answer, "message", "") == said


def test_of_all_that_looks_at_a_pin_only_signing_in_signs_somebody_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    member = desk.administrator()

    def brings(page: Page[Any]) -> object:
        (job,) = page.jobs
        return job.work(desk.room, Deadline(desk.clock, job.seconds), lambda _progress: None)

    def right(room: StaffRoom) -> StaffMember:
        return room.sign_in(member.number, Pin(PIN))

    assert brings(signing_in(right)) == SignedIn(member)
    assert brings(checking(right)) == member
    giving = giving_pin(Matter.CLOCK, member, member.number, Pin(PIN), refused=lambda _second, _refusal: None)
    assert not isinstance(brings(giving), SignedIn | StaffMember)
    desk.room.close()
