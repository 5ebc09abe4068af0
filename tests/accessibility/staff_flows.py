"""What the staff comes for, from the knock and back to home, as scripts that anybody can perform who reads and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.accessibility.flows import PENSIONER, at_home, day, leaves, prints
from tests.accessibility.hall import (
    ADMINISTRATOR_NUMBER,
    ADMINISTRATOR_PIN,
    OWN_NUMBER,
    OWN_PINS,
    STAFF_NUMBER,
    STAFF_PIN,
    TECHNICIAN_NUMBER,
    TECHNICIAN_PIN,
)
from tests.accessibility.phones import NUMBER

if TYPE_CHECKING:
    from tests.accessibility.people import Person

FIRST_NEW_NUMBER: Final = 4000
LOOKS_SECONDS: Final = 40.0
"""Within so long every device has said how it is."""


def signs_in(person: Person, number: str = STAFF_NUMBER, pin: str = STAFF_PIN) -> Person:
    """Knock at home, and sign in by number and PIN."""
    return _signs_in(at_home(person), number, pin)


def _signs_in(person: Person, number: str, pin: str) -> Person:
    person.knocks().reads("请放您的工作卡").chooses("输工号").reads("请输工号").types(number)
    return person.reads("请输密码").types(pin).reads("您要做什么？", f"工号{number}")


def _wants(person: Person, service: str) -> Person:
    """Choose a service, on whichever page of the menu it stands."""
    page = 1
    while service not in person.reads("您要做什么？").buttons():
        page += 1
        person.chooses("下一页").reads(f"第{page}页")
    return person.chooses(service)


def _goes(person: Person) -> None:
    person.reads("您要做什么？").chooses("退出")
    at_home(person)


def _both_agree(person: Person, own: str, number: str, pin: str) -> Person:
    """Who has signed in gives their PIN once more, and somebody else theirs within the minute."""
    person.reads("这件事，要两个人", "不能超过60秒").chooses("他在这里").reads("请输密码").types(own)
    person.hurried = True
    person.reads("现在请另一位来").chooses("我来了").reads("请放您的工作卡").chooses("输工号").reads("请输工号").types(
        number
    )
    person.reads("请输密码").types(pin)
    person.hurried = False
    return person


def staff_signs_in(person: Person) -> None:
    """Somebody of the staff signs in, and leaves."""
    signs_in(person).chooses("退出")
    at_home(person)


def unwell(person: Person) -> None:
    """Somebody is called, and asked to hurry; the call stands until one of the staff is there."""
    at_home(person).calls_help().reads("已经叫人了").chooses("我不舒服").reads("请坐下，别着急", "急救电话120。")
    person.chooses("我好些了")
    staff_signs_in(person)


def paper_is_changed(person: Person) -> None:
    """A new roll, a trial, and back."""
    signs_in(person).chooses("换纸").reads("给哪台换纸？").chooses("打小条的").reads("放新纸，拉出一截。")
    person.hall.bench.do("refill")
    person.chooses("换好了").reads("试打的清楚吗？", within=30).chooses("清楚").reads("纸换好了").chooses("知道了")
    person.reads("您要做什么？").chooses("退出")
    at_home(person)


def presence_is_registered(person: Person) -> None:
    """登记到场: who is here is compared with the card, agrees, and takes the receipt along."""
    signs_in(person).chooses("登记到场").reads("请放身份证").puts_card(PENSIONER)
    person.reads("人和证是同一人吗？").chooses("是本人").reads("给您登记到场，好吗？").chooses("同意")
    person.reads("登记好了").chooses("打印回执")
    if "再打一张" in person.reads_either("正在打印", "拿好了", "再打一张"):  # somebody was registered today already
        person.chooses("再打一张")
    person.reads("拿好了", within=30).chooses("拿好了")
    leaves(person)


def devices_are_looked_at(person: Person) -> None:
    """设备维护: the panel, and back to the menu."""
    signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN).chooses("设备维护")
    person.reads("设备维护", "小条打印机", "身份证阅读器", within=40).chooses("回菜单").reads("您要做什么？").chooses(
        "退出"
    )
    at_home(person)


def a_visit_is_helped(person: Person) -> None:
    """帮这位办: the figures are not shown to who helps, and the person goes on alone."""
    at_home(person).puts_card(PENSIONER).reads("请先收好身份证").chooses("查养老金").reads("11月养老金发了", "3,402.16")
    _wants(_signs_in(person, STAFF_NUMBER, STAFF_PIN), "帮这位办").reads("给工作人员看看吗？").chooses("先不给")
    person.reads("11月养老金发了", "工作人员正在帮您", "●●●●").reads_no("3,402.16").chooses("帮完了")
    person.reads("帮完了，接着办吧").chooses("接着办").reads("3,402.16").reads_no("工号").chooses("退出")
    leaves(person)


def somebody_is_helped(person: Person) -> None:
    """帮人办: from home on, and the figures are shown."""
    _wants(signs_in(person), "帮人办").reads("您想办什么？", "工作人员正在帮您").chooses("查养老金").reads("请放身份证")
    person.puts_card(PENSIONER).reads("给工作人员看看吗？").chooses("给看").reads("3,402.16").chooses("帮完了")
    person.reads("帮完了，接着办吧").chooses("办完了")
    leaves(person)


def a_number_is_typed(person: Person) -> None:
    """证读不出来: the number is typed from the original, and seen again to be compared with it."""
    _wants(signs_in(person), "证读不出来").reads("照着原件，输号码").types(NUMBER).reads("原件在手，人证相符吗？")
    person.reads(" ".join((NUMBER[:6], NUMBER[6:14], NUMBER[14:]))).chooses("是本人").reads("给工作人员看看吗？")
    person.chooses("给看").reads("您想办什么？").chooses("查养老金").reads("3,402.16").chooses("退出")
    leaves(person)


def a_mandate_is_used_and_taken_back(person: Person) -> None:
    """代办: a daughter has a slip printed for her mother, who takes the mandate back."""
    _wants(signs_in(person), "代办").reads("替谁办？").chooses("替家人办").reads("替家人办，要两张证").chooses("都带了")
    person.reads("请放本人的证").puts_card(PENSIONER).reads("请放代办人的证").lifts_card().puts_card(8)
    person.reads("自称是本人的什么人？").chooses("女儿").reads("委托书上，写了哪些？").chooses("选上，打印认证提醒条")
    person.chooses("就这些").reads("委托到什么时候？").chooses("一个月").reads("和纸质委托书一样吗？", "自称：女儿")
    person.chooses("已核对").reads("请把编号写在委托书上").chooses("写好了，接着办").reads("请先收好证").lifts_card()
    person.chooses("收好了").reads("可以做什么", "金额不显示在屏幕上").chooses("打印认证提醒条")
    prints(person, "小条").reads("可以做什么").chooses("办完了")
    leaves(person)
    _wants(signs_in(person), "代办").reads("替谁办？").chooses("收回委托").reads("请放本人的证").puts_card(PENSIONER)
    person.reads("委托了1份").chooses("收回，").reads("收回了").chooses("知道了").reads("没有委托过别人").chooses(
        "知道了"
    )
    _goes(person.lifts_card())


def figures_and_prints(person: Person) -> None:
    """一天的数字, printed; and then 今天打的单子, one by one."""
    signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN)
    today, yesterday = f"{day(person)}的数字", f"{day(person, before=1)}的数字"
    _wants(person, "一天的数字").reads(today).chooses("前一天").reads(yesterday).chooses("打印")
    prints(person, "小条").reads(yesterday).chooses("看好了")
    _wants(person, "今天打的单子").reads("没有要去看的。").chooses("一张一张看").reads("新的在前。", "打好了").chooses(
        "看好了"
    )
    person.reads("没有要去看的。").chooses("看好了")
    _goes(person)


def records_are_checked(person: Person) -> None:
    """数据: how far they reach, and every line of them."""
    _wants(signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN), "数据").reads("这台机器的数据", "到2026年11月20日")
    person.chooses("核对一遍").reads("数据完好").chooses("知道了").reads("这台机器的数据").chooses("好了")
    _goes(person)


def readiness_is_reported(person: Person) -> None:
    """就绪报告: what is lacking, asked again, and on the large paper."""
    _wants(signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN), "就绪报告").reads("还差", within=LOOKS_SECONDS)
    person.chooses("再看一遍").reads("还差", within=LOOKS_SECONDS).chooses("打印")
    prints(person, "大张纸").reads("还差").chooses("看好了")
    _goes(person)


def the_audit_is_read_and_taken_along(person: Person) -> None:
    """机器的记录: read, checked, and taken to a stick by two people."""
    _wants(signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN), "机器的记录").chooses("看记录").reads("新的在前。")
    person.chooses("换个条件").reads("看哪些记录？").chooses("全部").reads("新的在前。").chooses("看好了")
    person.reads("核对记录").chooses("核对记录").reads("记录完好").chooses("知道了").chooses("出错报告").reads(
        "没有出过错。"
    )
    person.chooses("看好了").reads("导出记录").chooses("导出记录").reads("请插上U盘").plugs_stick().chooses("插好了")
    _both_agree(person, TECHNICIAN_PIN, ADMINISTRATOR_NUMBER, ADMINISTRATOR_PIN).reads("可以拔了", "也签了名。")
    person.pulls_stick().chooses("知道了").reads("机器的记录", "导出记录").chooses("看好了")
    _goes(person)


def somebody_joins_and_leaves(person: Person) -> None:
    """管工作人员: a number that nobody had is given, and taken off."""
    number = str(FIRST_NEW_NUMBER + person.hall.path.count("first_pin"))
    _wants(signs_in(person, ADMINISTRATOR_NUMBER, ADMINISTRATOR_PIN), "管工作人员").reads("工作人员").chooses("加一位")
    person.reads("给他什么工号？").types(number).reads("他做什么？").chooses("服务员").reads("请放他的工作卡").chooses(
        "先不给卡"
    )
    person.reads("请他记住这个密码", number).chooses("记住了").chooses(f"改，工号{number}").chooses("去掉这个人")
    person.reads(f"去掉工号{number}吗？").chooses("去掉").reads("去掉了").chooses("知道了").reads("加一位").reads_no(
        number
    )
    person.chooses("看好了")
    _goes(person)


def another_key_is_made(person: Person) -> None:
    """签名钥匙: by two people, and used when the program starts again some time."""
    _wants(signs_in(person, ADMINISTRATOR_NUMBER, ADMINISTRATOR_PIN), "签名钥匙").reads("换签名钥匙吗？").chooses(
        "换新的"
    )
    _both_agree(person, ADMINISTRATOR_PIN, TECHNICIAN_NUMBER, TECHNICIAN_PIN).reads("新钥匙做好了").chooses("以后再说")
    _goes(person)


def a_pin_is_changed(person: Person) -> None:
    """换密码: whoever it is chooses another one each time."""
    turn = person.hall.path.count("new_pin_again")
    now, new = (OWN_PINS[at % len(OWN_PINS)] for at in (turn, turn + 1))
    _wants(signs_in(person, OWN_NUMBER, now), "换密码").reads("请输密码").types(now).reads("请想一个新密码").types(new)
    person.reads("请再输一次新密码").types(new).reads("密码换好了").chooses("知道了")
    _goes(person)


def service_is_paused(person: Person) -> None:
    """暂停服务: a page stands in place of home until whoever paused it ends it."""
    _wants(signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN), "设备维护").reads("小条打印机", within=LOOKS_SECONDS)
    person.chooses("暂停服务").reads("为什么暂停？").chooses("正在打扫。").reads("停到什么时候？").chooses("等我来恢复")
    person.reads("好，暂停服务了").chooses("知道了").chooses("退出").reads("这台机器先停一停", "正在打扫。")
    _wants(_signs_in(person, TECHNICIAN_NUMBER, TECHNICIAN_PIN), "设备维护").reads("小条打印机", within=LOOKS_SECONDS)
    person.chooses("恢复服务").reads("好，恢复服务了").chooses("知道了").chooses("退出")
    at_home(person)
