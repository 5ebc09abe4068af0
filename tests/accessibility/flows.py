"""What people come for, from home and back to it, as scripts that anybody can perform who reads and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.accessibility.hall import STAFF_NUMBER, STAFF_PIN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.accessibility.people import Person

    Flow = Callable[[Person], None]

PENSIONER: Final = 7


def at_home(person: Person) -> Person:
    """Stand before a terminal that nobody uses."""
    return person.reads("您想办什么？", "查养老金", "不收钱，不问密码。", within=40)


def leaves(person: Person) -> None:
    """Go with everything in hand."""
    person.reads("东西都拿好了吗？").chooses("都拿好了").lifts_card()
    at_home(person)


def payment(person: Person) -> None:
    """Was the pension paid: this month, every month, as a picture; and a slip of it."""
    at_home(person).chooses("查养老金").reads("请放身份证", "放在右边亮灯的地方。").puts_card(PENSIONER)
    person.reads("11月养老金发了", "3,402.16").chooses("看每个月")
    person.reads("每个月发了多少").chooses("看图").reads("7月最多。", "1月").chooses("明白了")
    person.reads("打印对账单").goes_back().reads("11月养老金发了").chooses("看不清")
    person.reads("怎么看更清楚？").chooses("大字版").chooses("好了").reads("11月养老金发了").chooses("打印")
    _prints(person, "小条")


def certification(person: Person) -> None:
    """When to certify, and where."""
    at_home(person).puts_card(18).reads("养老认证该办了").chooses("养老认证该办了")
    person.reads("该办养老认证了").chooses("看看怎么办").reads("想怎么办？").chooses("请工作人员办")
    person.reads("带上身份证就行。").goes_back().reads("想怎么办？").goes_back()
    person.reads("该办养老认证了").chooses("退出")
    leaves(person)


def yearly_record_on_a_slip(person: Person) -> None:
    """The yearly record on the small paper."""
    _yearly_record(person, "小条")


def yearly_record_on_a_sheet(person: Person) -> None:
    """The yearly record on A4."""
    _yearly_record(person, "大张纸")


def _yearly_record(person: Person, paper: str) -> None:
    at_home(person).chooses("打印权益记录单").reads("请放身份证").puts_card(PENSIONER)
    person.reads("要哪一年的？").chooses("2025年").reads("打印2025年的，对吗？", "领了12个月养老金。").chooses("打印")
    _prints(person, paper)


def _prints(person: Person, paper: str) -> None:
    if "再打一张" in person.reads_either("小条", "再打一张"):  # the same was printed today
        person.chooses("再打一张")
    person.reads("小条", "大张纸").chooses(paper).reads("拿好了", within=30).chooses("拿好了")
    person.reads("还要办别的吗？").chooses("办完了")
    leaves(person)


def social_card(person: Person) -> None:
    """With the social-security card in the slot."""
    at_home(person).chooses("查养老金").reads("请放身份证", "也可以插社保卡。")
    person.hall.bench.do("place-social-card", str(PENSIONER))
    person.reads("请收好社保卡")
    person.hall.bench.do("remove-card")
    person.reads("11月养老金发了", "3,402.16").chooses("退出")
    leaves(person)


def no_card(person: Person) -> None:
    """Without any card."""
    at_home(person).chooses("查养老金").reads("请放身份证").chooses("没带证怎么办")
    person.reads("没带证，也有办法", "3号窗口").chooses("退出")
    leaves(person)


def help_called_and_called_off(person: Person) -> None:
    """Somebody is called, and not needed after all."""
    at_home(person).calls_help().reads("已经叫人了").chooses("不用叫了").reads("好，不叫了")
    at_home(person)


def read_aloud_and_covered(person: Person) -> None:
    """The page read aloud after a yes, and its figures covered and shown again."""
    at_home(person).chooses("查养老金").reads("请放身份证").puts_card(PENSIONER).reads("11月养老金发了", "3,402.16")
    person.chooses("念给我听").reads("要念出来吗？", "旁边的人会听见。").chooses("念吧").reads("3,402.16")
    person.chooses("遮住数字").reads("看数字").reads_no("3,402.16").chooses("看数字").reads("3,402.16").chooses("退出")
    leaves(person)


def modes(person: Person) -> None:
    """Every mode on and off again."""
    at_home(person)
    for mode, on in (("大字版", "已打开"), ("语音版", "已打开"), ("黑底大字", "已打开"), ("简洁版", "已打开")):
        person.chooses(mode).reads(f"{mode}，{on}")
    for mode in ("简洁版", "黑底大字", "白底黑字", "不刺眼", "语音版"):
        person.chooses(mode).reads_no(f"{mode}，已打开")
    person.chooses("大字版").reads("大字版，已到特大").chooses("大字版").reads("小字版，已打开")
    person.chooses("小字版").reads_no("已打开")
    at_home(person)


def unreadable_card(person: Person) -> None:
    """A card that can't be read, put again, and a window after the third time."""
    at_home(person).chooses("查养老金").reads("请放身份证").puts_card(PENSIONER, "unreadable")
    person.reads("请再放一次").lifts_card().puts_card(PENSIONER, "unreadable")
    person.reads("拿掉卡套试试").lifts_card().puts_card(PENSIONER, "unreadable")
    person.reads("这张证读不出来").lifts_card().chooses("退出")
    leaves(person)


def staff_signs_in(person: Person) -> None:
    """Somebody of the staff signs in by number and PIN, and leaves."""
    at_home(person).knocks().reads("请放您的工作卡").chooses("输工号").reads("请输工号").types(STAFF_NUMBER)
    person.reads("请输密码").types(STAFF_PIN).reads("您要做什么？", f"工号{STAFF_NUMBER}").chooses("退出")
    at_home(person)


PAPER: Final = "which_paper printing take_paper anything_else everything_in_hand goodbye"
FLOWS: Final[Mapping[Flow, str]] = {
    payment: "place_id_card payment_paid every_month months_as_bars every_month payment_paid modes payment_paid "
    f"{PAPER}",
    certification: "what_else certification_due how_to_certify certify_at_window how_to_certify certification_due "
    "everything_in_hand",
    yearly_record_on_a_slip: f"place_id_card choose_year review_yearly_record {PAPER}",
    yearly_record_on_a_sheet: f"place_id_card choose_year review_yearly_record {PAPER}",
    social_card: "place_id_card take_social_card payment_paid everything_in_hand",
    no_card: "place_id_card no_card everything_in_hand",
    help_called_and_called_off: "help_called help_called_off",
    read_aloud_and_covered: "place_id_card payment_paid read_aloud_consent payment_paid everything_in_hand",
    modes: "",
    unreadable_card: "place_id_card put_flat take_off_sleeve card_worn everything_in_hand",
    staff_signs_in: "staff_card staff_number staff_pin staff_menu",
}
"""Every flow, and the pages it leads over between home and home. Whoever presses something else sees another page."""
IN_PASSING: Final = frozenset(
    {"home", "look_up", "signing_in", "looking_into_slot", "preparing_slip", "preparing_sheet", "printed_before"}
)
"""Pages that come and go by themselves; and the question for who prints the same again on one day."""

AUDITED_SECONDS: Final = 3.0


def performed(person: Person, flow: Flow) -> None:
    """Perform a flow, and see that it led where it should and nowhere else."""
    before = len(person.hall.path)
    flow(person)
    wanted = FLOWS[flow].split()

    def pages() -> list[str]:
        return [page for page in person.hall.path[before:] if page not in IN_PASSING]

    person.hall.waits(lambda: pages() == wanted, lambda: f"{wanted} in {pages()}", AUDITED_SECONDS)
