"""The sentences that papers share. Words of the agency's field first, plain words after; never a seal, never a promise."""

from __future__ import annotations

from typing import Final

from kiosk.core.record import ContributionState, Scheme

SCHEMES: Final = {
    Scheme.EMPLOYEE_PENSION: "企业职工基本养老保险",
    Scheme.INSTITUTION_PENSION: "机关事业单位基本养老保险",
    Scheme.RESIDENT_PENSION: "城乡居民基本养老保险",
    Scheme.UNEMPLOYMENT: "失业",
    Scheme.MEDICAL: "医疗",
    Scheme.INJURY: "工伤",
    Scheme.MATERNITY: "生育",
}

SIGNS: Final = {
    ContributionState.PAID: "●",
    ContributionState.ARREARS: "△",
    ContributionState.TRANSFERRED: "○",
    ContributionState.NONE: "-",
}
LEGEND: Final = "● 已实缴　△ 欠费　○ 外地转入　- 未制定计划"

FOR_CHECKING: Final = "供本人核对，不作待遇计发凭证。"
NO_SEAL: Final = "这张没有盖章。要盖章的，请到{window}。"
WRONG: Final = "信息不全或有误，请带身份证到{window}核实。"
FREE: Final = "查询打印都不收钱。"
FADES: Final = "小条会褪色，久留请复印。"
SCAMS: Final = "工作人员不问银行密码。不用转账，不点链接。"
PHONE: Final = "咨询电话：{phone}"
ACCOUNT_FORMULA: Final = "⑤＝①＋②＋③＋④－本年支出"
ACCOUNT_EMPTY: Final = "账户发完了，养老金照样发。"
NOT_IN_TOTAL: Final = "已送银行和被银行退回的，没有算进合计。"
OLD_DATA: Final = "看不到，不等于没有。"

BESIDE_CODE: Final = ("这个码给窗口查，您不用扫。", "只能查内容改没改过，不代替盖章。")
REPRINT: Final = "补打"
MANDATED: Final = "代办　委托书{number}"
UNIT: Final = "单位：元"
