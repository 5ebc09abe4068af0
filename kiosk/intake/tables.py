"""The tables an agency exports, and their columns: by the codes of the national indicator system where one is confirmed.

What has no confirmed code, or values no source confirms, has an English word of ours (domain.md 5.3, 5.4). The files are CSV, one
line a row, each in the order of `AAC001`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.roles import Sex
from kiosk.core.money import Fen
from kiosk.core.record import (
    BenefitStatus,
    CertificationMethod,
    ContributionState,
    ItemKind,
    Mark,
    PaidTo,
    ParticipationStatus,
    PaymentState,
    Scheme,
)
from kiosk.intake.cells import COUNT, DAY, MONTH, NUMBER, TAIL, TEXT, YEAR, YUAN, Kind, one_of, some_of

if TYPE_CHECKING:
    from enum import StrEnum

KEY: Final = "AAC001"
"""The agency's own number of a person (个人编号), in every table."""
_NONE: Final = Fen(0)


@dataclass(frozen=True)
class Column:
    """A column: its name, what the field calls it, what stands in it. One that may be left out or empty has a `usual` value."""

    name: str
    label: str
    kind: Kind
    needed: bool = True
    usual: Any = None


@dataclass(frozen=True)
class Table:
    """A table: its file's name without `.csv`, what a row is, and its columns. `lone`: a person has one row at the most."""

    name: str
    row: str
    columns: tuple[Column, ...]
    lone: bool = False

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def _words(kind: type[StrEnum]) -> Kind:
    return one_of({member.value: member for member in kind})


def _may(name: str, label: str, kind: Kind, usual: object = None) -> Column:
    return Column(name, label, kind, needed=False, usual=usual)


_WHO: Final = Column(KEY, "个人编号", TEXT)
_SCHEME: Final = Column("AAE140", "险种类型", _words(Scheme))
_SEX: Final = one_of({"1": Sex.MALE, "2": Sex.FEMALE, "9": Sex.UNSPECIFIED})
_PAID_TO: Final = one_of({"card": PaidTo.CARD, "passbook": PaidTo.PASSBOOK, "11": PaidTo.CARD})
_CONTRIBUTED: Final = one_of(
    {"1": ContributionState.PAID, **{member.value: member for member in ContributionState}},
)

PERSONS: Final = Table(
    "persons",
    "a person",
    (
        _WHO,
        Column("AAC002", "社会保障号码", NUMBER),
        Column("AAC003", "姓名", TEXT),
        _may("AAC004", "性别", _SEX),
        _may("AAC005", "民族", TEXT, ""),
        _may("AAC006", "出生日期", DAY),
        _may("AAC010", "户口所在地地址", TEXT, ""),
        _may("AAE200", "视同缴费月数", COUNT, 0),
        _may("AAZ500", "社会保障卡卡号", TEXT),
        _may("AAF200", "金融机构", TEXT, ""),
        _may("AAZ501", "社保卡金融账号", TAIL, ""),
        _may("card_issued", "发卡日期", DAY),
        _may("marks", "要到窗口的", some_of({member.value: member for member in Mark}), ()),
    ),
    lone=True,
)
PARTICIPATION: Final = Table(
    "participation",
    "a scheme somebody is insured in",
    (
        _WHO,
        _SCHEME,
        Column("AAC008", "人员参保状态", _words(ParticipationStatus)),
        Column("AAC049", "首次参保年月", MONTH),
        _may("AAB004", "单位名称", TEXT, ""),
    ),
)
CONTRIBUTIONS: Final = Table(
    "contributions",
    "a month's contribution to a scheme",
    (
        _WHO,
        _SCHEME,
        Column("AAE003", "费款所属期", MONTH),
        Column("AAE180", "缴费基数", YUAN),
        Column("AAE020", "单位缴费", YUAN),
        Column("AAE022", "个人缴费", YUAN),
        Column("AAE114", "缴费标志", _CONTRIBUTED),
    ),
)
ACCOUNTS: Final = Table(
    "accounts",
    "a year of the pension account",
    (
        _WHO,
        _SCHEME,
        Column("AAE001", "年度", YEAR),
        Column("opening", "上年末累计储存额", YUAN),
        Column("AAE381", "当年记账金额", YUAN),
        Column("interest_on_opening", "上年末储存额利息", YUAN),
        Column("interest_on_credits", "当年记账利息", YUAN),
        _may("AAE357", "账户支出总额", YUAN, _NONE),
        Column("AAE382", "年末累计储存额", YUAN),
        Column("AIC079", "本年实缴月数", COUNT),
        Column("AAE201", "实际缴费月数", COUNT),
    ),
)
BENEFITS: Final = Table(
    "benefits",
    "a pension that is drawn",
    (
        _WHO,
        _SCHEME,
        Column("AIC160", "待遇享受开始年月", MONTH),
        Column("AIC162", "离退休日期", DAY),
        Column("AIC263", "当前养老金", YUAN),
        Column("AAE116", "待遇发放状态", _words(BenefitStatus)),
        _may("suspended_since", "停发年月", MONTH),
    ),
)
PAYMENTS: Final = Table(
    "payments",
    "an item of a month's payment",
    (
        _WHO,
        _SCHEME,
        Column("AAE002", "发放年月", MONTH),
        Column("AAA036", "待遇项目", TEXT),
        Column("AAA037", "待遇项目名称", TEXT),
        Column("AAE003", "属于哪个月", MONTH),
        Column("AAE019", "金额", YUAN),
        _may("AAA088", "发放类型", _words(ItemKind), ItemKind.REGULAR),
        Column("AAE117", "支付标志", _words(PaymentState)),
        _may("paid_on", "发放日期", DAY),
        _may("AAE145", "待遇发放方式", _PAID_TO, PaidTo.CARD),
        _may("AAE010", "银行账号", TAIL, ""),
        _may("return_reason", "退回原因", TEXT, ""),
        _may("AIC910", "发放金额", YUAN),
    ),
)
ADJUSTMENTS: Final = Table(
    "adjustments",
    "a yearly rise",
    (
        _WHO,
        Column("effective", "从哪个月算起", MONTH),
        Column("AAE212", "调整年月", MONTH),
        Column("BIC239", "调整合计", YUAN),
        _may("BIC447", "定额调整", YUAN, _NONE),
        _may("BIC449", "按年限调整", YUAN, _NONE),
        _may("by_level", "按水平调整", YUAN, _NONE),
        _may("BIC450", "高龄增发", YUAN, _NONE),
        _may("AAC125", "补发月数", COUNT, 0),
        _may("AAA134", "调整文号", TEXT, ""),
    ),
)
CERTIFICATION: Final = Table(
    "certification",
    "how somebody's certification stands",
    (
        _WHO,
        _may("AAE230", "认证日期", DAY),
        _may("AAE278", "认证截至日期", DAY),
        _may("AAA049", "认证方式", _words(CertificationMethod)),
        _may("registered_on", "登记日期", DAY),
        _may("check_again_on", "再查日期", DAY),
    ),
    lone=True,
)
TABLES: Final = (PERSONS, PARTICIPATION, CONTRIBUTIONS, ACCOUNTS, BENEFITS, PAYMENTS, ADJUSTMENTS, CERTIFICATION)
"""Only the first has to be there."""
