"""What people come for, from home and back to it, as scripts that anybody can perform who reads and chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.accessibility.people import PATIENCE_SECONDS
from tests.accessibility.phones import PHONE, STRANGE_PHONE

if TYPE_CHECKING:
    from tests.accessibility.people import Person

PENSIONER: Final = 7
ON: Final = ("已打开", "已到特大")
NOTICED_SECONDS: Final = 10.0
"""Within so long a printer says that its paper is out."""
EMPTY_SECONDS: Final = 2.0
"""Within so long a slot is seen to be empty."""
MOST_PRESSES: Final = 4
"""From any size or theme back to the usual one."""


def at_home(person: Person) -> Person:
    """Stand before a terminal that nobody uses."""
    return person.reads("您想办什么？", "查养老金", "不收钱，不问密码。", within=40)


def day(person: Person, before: int = 0) -> str:
    """Return today, or so many days before, as it is written: after many rounds it is another one."""
    then = person.hall.clock.now() - timedelta(days=before)
    return f"{then.month}月{then.day}日"


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
    _prints(person, "小条", "非常满意")


def certification(person: Person) -> None:
    """When to certify, and where."""
    at_home(person).chooses("查养老认证").reads("请放身份证").puts_card(18)
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


def simple_yearly_record(person: Person) -> None:
    """The yearly record in 简洁版: neither the year nor the paper is asked."""
    at_home(person).chooses("简洁版").reads("简洁版，已打开").chooses("打印社保记录单")
    person.reads("请放身份证").puts_card(PENSIONER).reads("要打印吗？", "2025年的社保记录单。").chooses("打印")
    if "再打一张吗？" in person.reads_either("请拿好单子", "再打一张吗？"):
        person.chooses("再打一张")
    takes(person)
    leaves(person)


def why_more(person: Person) -> None:
    """The card first; 为什么有多有少 of this year, then the year before, 更早的."""
    at_home(person).puts_card(PENSIONER).reads("请先收好身份证").chooses("查养老金").reads("11月养老金发了")
    person.chooses("看每个月").reads("每个月发了多少").chooses("为什么有多有少").reads("为什么7月多了？", "7月补发了")
    person.chooses("明白了").reads("每个月发了多少").chooses("更早的").reads("2025年12月").chooses("退出")
    leaves(person)


def another_year(person: Person) -> None:
    """换一年, looked at and not printed."""
    at_home(person).chooses("打印权益记录单").reads("请放身份证").puts_card(PENSIONER).reads("要哪一年的？")
    person.chooses("2025年").reads("打印2025年的，对吗？").chooses("换一年").reads("要哪一年的？").chooses("2023年")
    person.reads("打印2023年的，对吗？").chooses("退出")
    leaves(person)


def paper_checked(person: Person) -> None:
    """更多: how data are kept; and a slip of this machine held before the scanner."""
    yearly_record_on_a_slip(person)
    person.chooses("更多").reads("怎么保护您的资料").chooses("怎么保护您的资料").reads("读证只用来查您的社保。")
    person.chooses("明白了")
    at_home(person).chooses("更多").reads("核对单子上的码").chooses("核对单子上的码").reads("请扫单子上的码")
    bench = person.hall.bench
    person.hall.waits(lambda: bench.do("scan-paper")["read"], lambda: "a scanner that looks", PATIENCE_SECONDS)
    person.reads("是这里打的单子", f"{day(person)}打的。").chooses("知道了").reads("请扫单子上的码").chooses("不扫了")
    at_home(person)


def prints(person: Person, paper: str) -> Person:
    """Choose the paper, and have it."""
    if "再打一张" in person.reads_either("小条", "再打一张"):  # the same was printed today
        person.chooses("再打一张")
    return person.reads("小条", "大张纸").chooses(paper).reads("拿好了", within=30).chooses("拿好了")


def takes(person: Person) -> None:
    """Take the paper that comes, and want no more."""
    person.reads("拿好了", within=30).chooses("拿好了").reads("还要办别的吗？").chooses("办完了")


def rates(person: Person, content: str) -> None:
    """Say how content they are, and go."""
    person.reads("今天办得满意吗？", "心里怎么想，就怎么点。").chooses(content)
    leaves(person)


def _prints(person: Person, paper: str, content: str = "满意") -> None:
    prints(person, paper).reads("还要办别的吗？").chooses("办完了")
    rates(person, content)


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
    """Every mode on, and all of them off again: a size and a theme lead on to the next before they lead back."""
    at_home(person)
    for mode in ("大字版", "语音版", "黑底大字"):
        person.chooses(mode).reads(f"{mode}，已打开")
    for _ in range(3 * MOST_PRESSES):
        on = [name for name in person.buttons() if name.endswith(ON)]
        if not on:
            break
        person.chooses(on[0]).reads_no(on[0])
    person.reads_no(*ON)
    person.chooses("简洁版").reads("简洁版，已打开", "其他的事").chooses("简洁版").reads("更多").reads_no(
        "简洁版，已打开"
    )
    for _ in range(MOST_PRESSES):  # 简洁版 brought others with it
        on = [name for name in person.buttons() if name.endswith(ON)]
        if not on:
            break
        person.chooses(on[0]).reads_no(on[0])
    at_home(person)


def pictures(person: Person) -> None:
    """What the pension is made of, how many years were paid, how the account went: each with its figures as words."""
    at_home(person).puts_card(PENSIONER).reads("请先收好身份证").chooses("查养老金").reads("11月养老金发了")
    person.chooses("钱怎么来的").reads("11月的钱怎么来的？", "基础养老金，1,997.96元").chooses("明白了")
    person.reads("11月养老金发了").goes_back().reads("您想办什么？").chooses("打印权益记录单").reads("要哪一年的？")
    person.chooses("2025年").reads("打印2025年的，对吗？").chooses("缴了多少年").reads("缴了多少年？", "20年3个月")
    person.chooses("明白了").reads("打印2025年的，对吗？").chooses("账户怎么变的").reads(
        "账户里的钱怎么变的？", "27,110.26元"
    )
    person.chooses("明白了").reads("打印2025年的，对吗？").chooses("退出")
    leaves(person)


def hearing(person: Person) -> None:
    """The voice on; slower, louder, once more; and off again."""
    at_home(person).chooses("语音版").reads("语音版，已打开").chooses("听不清").reads("怎么听更清楚？")
    for tune in ("慢一点", "大声点", "快一点", "小声点"):
        person.chooses(tune)
    person.chooses("再念一遍").reads("语音版，已打开").chooses("语音版").reads_no("语音版，已打开")
    at_home(person)


def paper_is_out(person: Person) -> None:
    """The roll is empty: which paper is not asked, and the statement comes on the large one."""
    at_home(person).chooses("查养老金").reads("请放身份证").puts_card(PENSIONER).reads("11月养老金发了")
    person.hall.bench.do("paper-out")
    person.hall.lives(NOTICED_SECONDS)
    person.chooses("打印")
    if "再打一张吗？" in person.reads_either("请拿好单子", "再打一张吗？"):
        person.chooses("再打一张")
    takes(person)
    rates(person, "非常不满意")
    person.hall.bench.do("refill")


def still_there(person: Person) -> None:
    """Quiet for two minutes, asked, and there after all."""
    at_home(person).chooses("查养老认证").reads("请放身份证")
    person.reads("您还在吗？", within=200).chooses("我还在").reads("请放身份证").chooses("退出")
    leaves(person)


def unreadable_card(person: Person) -> None:
    """A card that can't be read, put again, and a window after the third time."""
    at_home(person).chooses("查养老金").reads("请放身份证").puts_card(PENSIONER, "unreadable")
    person.reads("请再放一次").lifts_card().puts_card(PENSIONER, "unreadable")
    person.reads("拿掉卡套试试").lifts_card().puts_card(PENSIONER, "unreadable")
    person.reads("这张证读不出来").lifts_card().chooses("退出")
    leaves(person)


def another_language(person: Person) -> None:
    """English from home on, Uyghur in the middle of it, and Chinese again."""
    at_home(person).chooses("English").reads("用哪种语言？").chooses("English").reads("What do you need?")
    person.chooses("My pension").reads("ID card, please").puts_card(PENSIONER).reads("November pension is paid")
    person.chooses("Can't see").reads("Large text").chooses("中文　ئۇيغۇرچە").reads("Which language?").chooses(
        "ئۇيغۇرچە"
    )
    person.reads_no("Which language?").chooses("بولدى").reads("3,402.16", "چىقىش").chooses("ئېنىق ئەمەس")
    person.reads("چوڭ خەت").chooses("中文　English").reads_no("چوڭ خەت").chooses("中文").reads("怎么看更清楚？")
    person.chooses("好了").reads("11月养老金发了", "3,402.16").chooses("退出")
    leaves(person)


def left_in_english(person: Person) -> None:
    """Who goes in another language leaves Chinese behind."""
    at_home(person).chooses("English").reads("用哪种语言？").chooses("English").reads("What do you need?").puts_card(18)
    person.reads("Print benefit record").chooses("Leave").reads("Do you have everything?").chooses(
        "I have it all"
    ).lifts_card()
    at_home(person)


def a_years_statement(person: Person) -> None:
    """The pension statement of another year than this, on the large paper."""
    at_home(person).puts_card(PENSIONER).reads("请先收好身份证").chooses("查养老金").reads("11月养老金发了")
    person.chooses("看每个月").reads("每个月发了多少").chooses("打印对账单").reads("打印2026年对账单？").chooses(
        "换一年"
    )
    person.reads("要哪一年的？").chooses("2025年").reads("打印2025年对账单？", "每个月发了多少，都在上面。").chooses(
        "打印"
    )
    _prints(person, "大张纸", "不评了")


def electronic_card(person: Person) -> None:
    """By a phone's card, after another code that is none; then a phone that no platform knows."""
    _shows(person, "6901234").reads("这不是电子社保卡").chooses("再扫一次").reads("请扫电子社保卡")
    scans(person, PHONE).reads("11月养老金发了", "3,402.16").chooses("退出")
    leaves(person)
    _shows(person, STRANGE_PHONE).reads("电子社保卡用不了", "请到3号窗口办。").chooses("知道了")
    leaves(person)


def _shows(person: Person, code: str) -> Person:
    at_home(person).chooses("查养老金").reads("请放身份证").chooses("没带证怎么办").reads("没带证，也有办法")
    return scans(person.chooses("用电子社保卡").reads("请扫电子社保卡", "不要密码，不用付钱。"), code)


def scans(person: Person, code: str) -> Person:
    """Hold a code before the scanner until it is read."""
    bench = person.hall.bench
    person.hall.waits(lambda: bench.do("scan", code)["read"], lambda: "a scanner that looks", PATIENCE_SECONDS)
    return person


def pensions_that_wait(person: Person) -> None:
    """Sent to the bank, not known yet, returned with a slip for the window, for the window alone, and not begun."""
    looks(person, 13, "查养老金", "已经送到银行了")
    looks(person, 14, "查养老金", "还看不到11月的", "看不到，不等于没发。")
    looks(person, 16, "查养老金", "请到3号窗口问问")
    looks(person, 24, "查养老金", "您还没开始领养老金")
    at_home(person).puts_card(11).reads("请先收好身份证").chooses("查养老金").reads("这笔钱被银行退回了").chooses(
        "打印办事条"
    )
    if "再打一张吗？" in person.reads_either("请拿好单子", "再打一张吗？"):
        person.chooses("再打一张")
    takes(person)
    rates(person, "基本满意")


def looks(person: Person, number: int, service: str, *words: str) -> None:
    """Somebody puts their card, looks at how something stands, and goes."""
    at_home(person).puts_card(number).reads("请先收好身份证").chooses(service).reads(*words).chooses("退出")
    leaves(person)


def certifications(person: Person) -> None:
    """However it stands; and for who is over eighty, at home."""
    looks(person, PENSIONER, "查养老认证", "没到期，请放心")
    looks(person, 17, "查养老认证", "已经帮您认证好了")
    looks(person, 19, "养老认证该办了", "过期了，别着急")
    looks(person, 15, "查养老金", "养老金先停了", "办好认证，会接着发。")
    looks(person, 20, "查养老认证", "登记了，还没办完")
    looks(person, 26, "查养老认证", "这里查不到日期")
    looks(person, 24, "查养老认证", "您现在不用认证")
    at_home(person).puts_card(36).reads("请先收好身份证").chooses("养老认证该办了").reads("该办养老认证了").chooses(
        "看看怎么办"
    )
    person.reads("想怎么办？").chooses("请人上门办").reads("上门办，要先约好").chooses("退出")
    leaves(person)


def for_the_window(person: Person) -> None:
    """Nobody of the records, a card past its day, and figures that a window has to look at."""
    at_home(person).puts_card(28).reads("这里没查到您", "不是您弄错了。").chooses("知道了")
    leaves(person)
    at_home(person).puts_card(30).reads("这张证过期了").chooses("知道了")
    leaves(person)


def wrong_cards(person: Person) -> None:
    """A card that is none, one that is lifted too early, another person's beside a visit, and one that isn't read here."""
    at_home(person).puts_card(PENSIONER, "not-an-id-card").reads("这张不是身份证").lifts_card()
    person.puts_card(PENSIONER, "lifted-early").reads("请再放一次", "等“嘀”一声，再拿。").lifts_card().puts_card(
        PENSIONER
    )
    person.reads("请先收好身份证").chooses("查养老金").reads("11月养老金发了").lifts_card().puts_card(8)
    person.reads("换人办，还是接着办？").lifts_card().chooses("接着办").reads("11月养老金发了").chooses("退出")
    leaves(person)
    at_home(person).puts_card(PENSIONER, "unsupported").reads("这种证，这里读不了").chooses("知道了")
    leaves(person)


def wrong_social_cards(person: Person) -> None:
    """One that is none, one put in the wrong way round, one that doesn't answer, and one of who knows where."""
    at_home(person).chooses("查养老金").reads("请放身份证").chooses("没带证怎么办").reads("没带证，也有办法").chooses(
        "用社保卡"
    )
    person.reads("请插社保卡")
    for damage, words in (("not-social", "这张不是社保卡"), ("mute", "卡插反了"), ("mute", "卡没有反应")):
        _inserts(person, PENSIONER, damage).reads(words).hall.bench.do("remove-card")
        person.hall.lives(EMPTY_SECONDS)
    person.chooses("退出")
    leaves(person)
    _inserts(at_home(person), 29, "unknown-region").reads("请收好社保卡").hall.bench.do("remove-card")
    person.reads("认不出是哪里的卡", "也可以放身份证再查。").chooses("退出")
    leaves(person)


def _inserts(person: Person, number: int, damage: str) -> Person:
    person.hall.bench.do("damage-social-card", damage)
    person.hall.bench.do("place-social-card", str(number))
    return person


def nobody_came_yet(person: Person) -> None:
    """Help is called again by itself, waited for once more, and called off."""
    at_home(person).calls_help().reads("已经叫人了").reads("人还没到，又叫了", within=90).chooses("再等等")
    person.reads("已经叫人了").chooses("不用叫了").reads("好，不叫了")
    at_home(person)


def strange_code(person: Person) -> None:
    """A code of no paper of this machine."""
    at_home(person).chooses("更多").reads("核对单子上的码").chooses("核对单子上的码").reads("请扫单子上的码")
    scans(person, "https://example.invalid/pay").reads("这个码不认识", "请到3号窗口问问。").chooses("知道了")
    person.reads("请扫单子上的码").chooses("不扫了")
    at_home(person)


def walks_away(person: Person) -> None:
    """Somebody leaves without a word: the question is answered by nobody, and nothing of them is left."""
    at_home(person).puts_card(PENSIONER).reads("请先收好身份证").lifts_card().chooses("查养老金").reads("3,402.16")
    person.reads("您还在吗？", within=200).reads("已经退出了", within=90)
    at_home(person)
