"""The curated people: persons 1 to 40, one for each case that pages and papers must know. Dates move with the cut-off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from devices.roles import Sex
from kiosk.core.money import Fen, Month, yuan
from kiosk.core.record import BenefitStatus, ContributionState, Mark, PaidTo, Scheme
from kiosk.demo.life import CardValidity, CertificationCase, Drawing, LatestPayment, Life, Spell
from kiosk.demo.places import SEQUENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

_F, _M = Sex.FEMALE, Sex.MALE
_EMPLOYEE, _INSTITUTION, _RESIDENT = Scheme.EMPLOYEE_PENSION, Scheme.INSTITUTION_PENSION, Scheme.RESIDENT_PENSION
MILL, SHOP, BUREAU, TOWN, SELF = (
    "青禾市第二纺织厂",
    "南塘百货有限公司",
    "柳河县水利局",
    "柳河镇人民政府",
    "灵活就业人员",
)
NOW: Final = Month(2099, 12)
"""The end of a spell that goes on."""
ACCOUNTS_SINCE: Final = Month(1993, 1)
INSTITUTIONS_SINCE: Final = Month(2014, 10)
RESIDENTS_SINCE: Final = Month(2010, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the cast list: which person plays which case."""

    person: int
    case: str
    name: str


def worked(first: Month, last: Month = NOW, index: int = 90, employer: str = MILL) -> Spell:
    """Make years in employment."""
    return Spell(_EMPLOYEE, first, last, index, employer, with_others=True, ongoing=last == NOW)


def self_employed(first: Month, last: Month = NOW, index: int = 60) -> Spell:
    """Make years of paying for oneself (灵活就业)."""
    return Spell(_EMPLOYEE, first, last, index, SELF, flexible=True, ongoing=last == NOW)


def served(last: Month = NOW, index: int = 110) -> Spell:
    """Make years in an institution (机关事业), which has had accounts since 2014-10."""
    return Spell(_INSTITUTION, INSTITUTIONS_SINCE, last, index, BUREAU, ongoing=last == NOW)


def resident(first: Month, last: Month = NOW, level: int = 500) -> Spell:
    """Make years in the residents' scheme; `level` is the yearly amount in 元."""
    return Spell(_RESIDENT, first, last, level, TOWN, ongoing=last == NOW)


def retired(case: str, name: str, sex: Sex, birth: date, amount: str) -> Life:
    """Make a life of work and a pension since 60, for women since 55, worth `amount` a month in 2026."""
    left = date(birth.year + (60 if sex == _M else 55), birth.month, min(birth.day, 28))
    # Paid from the age of 22, before 1993 deemed.
    begun = Month(birth.year + 22, birth.month)
    deemed = max(0, ACCOUNTS_SINCE - begun)
    spell = worked(max(begun, ACCOUNTS_SINCE), Month.of(left))
    years = (Month.of(left) - begun + 1) // 12
    return Life(
        case,
        name,
        sex,
        birth,
        county=0,
        sequence=0,
        spells=(spell,) if left >= ACCOUNTS_SINCE.first_day else (),
        deemed_months=deemed,
        drawing=Drawing(_EMPLOYEE, left, yuan(amount), years),
        certification=CertificationCase.OK,
    )


def retired_resident(case: str, name: str, sex: Sex, birth: date, amount: str) -> Life:
    """Make a life on the land and a residents' pension since 60."""
    left = date(birth.year + 60, birth.month, min(birth.day, 28))
    spells = (resident(RESIDENTS_SINCE, Month.of(left)),) if Month.of(left) > RESIDENTS_SINCE else ()
    drawing = Drawing(_RESIDENT, max(left, RESIDENTS_SINCE.first_day), yuan(amount), 15)
    return Life(case, name, sex, birth, 0, 0, spells=spells, drawing=drawing, certification=CertificationCase.OK)


def paying(case: str, name: str, sex: Sex, birth: date, *spells: Spell) -> Life:
    """Make somebody who still pays."""
    return Life(case, name, sex, birth, 0, 0, spells=spells)


def draws(life: Life, change: Drawing) -> Life:
    """Return the same life with another pension."""
    return replace(life, drawing=change)


def _drawing(life: Life) -> Drawing:
    if life.drawing is None:
        raise ValueError("this person draws no pension")
    return life.drawing


def _design() -> Life:
    """Make person 7, the one in the design's pictures: 32 years paid, 3,402.16 元, of which 116.20 元 new in 2026."""
    life = retired("retired", "王桂芳", _F, date(1958, 3, 11), "3402.16")
    return replace(
        life,
        deemed_months=141,
        spells=(worked(ACCOUNTS_SINCE, Month(2013, 3), 85),),
        drawing=replace(_drawing(life), years=32, account_tail="0428"),
        certified_on=(3, 11),
    )


def _with_payment(case: str, name: str, sex: Sex, latest: LatestPayment, *, year: int = 1956) -> Life:
    life = retired(case, name, sex, date(year, 8, 19), "3186.40")
    return draws(life, replace(_drawing(life), latest=latest))


def _stopped(case: str, name: str, status: BenefitStatus, months: int, *marks: Mark) -> Life:
    life = retired(case, name, _M, date(1949 + months, 5, 6), "3551.75")
    certification = (
        CertificationCase.SUSPENDED if status == BenefitStatus.SUSPENDED_CERTIFICATION else CertificationCase.OK
    )
    stopped = draws(life, replace(_drawing(life), status=status, suspended_months=months))
    return replace(stopped, certification=certification, marks=marks)


def _certified(certification: CertificationCase, name: str, sex: Sex, birth: date) -> Life:
    return replace(retired(str(certification), name, sex, birth, "2987.30"), certification=certification)


def _lives(today: date) -> Sequence[Life]:
    this = Month.of(today)
    soon = date(today.year - 60, today.month, 1)
    young, middle = date(1991, 4, 25), date(1979, 9, 3)
    new = retired("newly_retired", "何建平", _M, date(1964, 12, 2), "3320.00")
    left = (this + -2).first_day
    two = retired("two_schemes", "曹春莲", _F, date(1957, 10, 28), "1968.20")
    passbook = retired("passbook", "冯德山", _M, date(1947, 12, 12), "3640.05")
    emptied = retired("account_emptied", "孙玉珍", _F, date(1944, 1, 17), "3777.70")
    deducted = retired("deduction", "郑国荣", _M, date(1954, 2, 9), "3209.88")
    institution = Life(
        "retired_institution", "李明德", _M, date(1957, 7, 30), 0, 0,
        spells=(served(Month(2017, 7)),), deemed_months=420, certification=CertificationCase.OK,
        drawing=Drawing(_INSTITUTION, date(2017, 7, 30), yuan("6128.55"), 37),
    )  # fmt: skip
    return (
        retired("retired", "张建国", _M, date(1955, 6, 2), "3888.60"),
        institution,
        retired_resident("retired_resident", "赵秀英", _F, date(1952, 11, 8), "262.35"),
        paying("contributing", "陈志强", _M, date(1981, 2, 14), worked(Month(2003, 8), employer=SHOP)),
        paying("flexible", "刘春梅", _F, middle, worked(Month(2001, 3), Month(2012, 6)), self_employed(Month(2012, 7))),
        paying("resident_paying", "杨根宝", _M, date(1973, 5, 20), resident(RESIDENTS_SINCE, level=1000)),
        _design(),
        replace(two, spells=(resident(RESIDENTS_SINCE, Month(2012, 12), 300), *two.spells)),
        paying(
            "arrears", "周文军", _M, middle,
            worked(Month(2000, 1), this + -9, 80),
            Spell(_EMPLOYEE, this + -8, this + -4, 80, MILL, state=ContributionState.ARREARS),
            worked(this + -3, index=80),
        ),
        paying(
            "transferred", "吴晓燕", _F, young,
            Spell(_EMPLOYEE, Month(2013, 9), Month(2018, 2), 100, "外地转入", state=ContributionState.TRANSFERRED),
            worked(Month(2018, 3), index=105, employer=SHOP),
        ),
        _with_payment("returned", "徐福生", _M, LatestPayment.RETURNED),
        _with_payment("returned_no_reason", "马秀花", _F, LatestPayment.RETURNED_NO_REASON),
        _with_payment("sent", "朱长海", _M, LatestPayment.SENT),
        _with_payment("data_old", "胡玉兰", _F, LatestPayment.MISSING, year=1953),
        _stopped("suspended_certification", "郭有才", BenefitStatus.SUSPENDED_CERTIFICATION, 3),
        _stopped("suspended_other", "高大山", BenefitStatus.SUSPENDED_OTHER, 4),
        _certified(CertificationCase.SILENT, "林淑贞", _F, date(1950, 9, 9)),
        _certified(CertificationCase.DUE_SOON, "罗国庆", _M, date(1949, 10, 1)),
        _certified(CertificationCase.OVERDUE, "梁素云", _F, date(1951, 3, 3)),
        _certified(CertificationCase.REGISTERED, "宋永福", _M, date(1946, 12, 30)),
        draws(passbook, replace(_drawing(passbook), paid_to=PaidTo.PASSBOOK)),
        _stopped("deceased", "唐正明", BenefitStatus.ENDED, 6, Mark.DECEASED),
        _stopped("conflict", "许安平", BenefitStatus.PAYING, 0, Mark.CONFLICT),
        replace(
            paying("not_started", "韩建业", _M, soon, worked(Month(1996, 5), this)),
            drawing=Drawing(_EMPLOYEE, date(today.year, today.month, 1), Fen(345_000), 30, anchor=this.year,
                            status=BenefitStatus.NOT_STARTED),
        ),
        replace(
            new, certification=CertificationCase.NOT_NEEDED,
            spells=(worked(ACCOUNTS_SINCE, Month.of(left)),),
            drawing=replace(_drawing(new), retired_on=left, anchor=left.year),
        ),
        _certified(CertificationCase.NO_DATE, "邓月英", _F, date(1948, 6, 15)),
        _certified(CertificationCase.ODD_DATE, "彭家栋", _M, date(1952, 1, 31)),
        replace(retired("nobody", "曾庆华", _M, date(1953, 4, 4), "3000.00"), in_records=False),
        replace(paying("nobody", "萧一鸣", _M, young, worked(Month(2014, 7))), in_records=False),
        replace(retired("expired_card", "董素珍", _F, date(1961, 2, 2), "2890.10"), validity=CardValidity.EXPIRED),
        replace(
            retired("long_name", "阿卜杜热合曼·吐尔逊买买提艾力", _M, date(1954, 7, 7), "3105.25"), nation="维吾尔"
        ),
        retired("rare_character", "𠮷祥", _M, date(1956, 10, 10), "3333.33"),
        retired("rare_characters", "𫞩𬱖𭉨", _F, date(1955, 12, 24), "2777.07"),
        emptied,
        draws(deducted, replace(_drawing(deducted), deduction=15_000)),
        replace(
            retired("over_80_due", "沈佩瑶", _F, date(1936, 8, 8), "4012.90"), certification=CertificationCase.DUE_SOON
        ),
        retired("leap_day", "卢光辉", _M, date(1952, 2, 29), "3456.78"),
        retired("compound_surname", "欧阳𬭊", _F, date(1959, 5, 5), "3222.20"),
        replace(retired("no_social_card", "扎西平措", _M, date(1950, 3, 8), "2950.60"), nation="藏", social_card=False),
        retired_resident("oldest", "姜氏", _F, date(1926, 9, 1), "318.40"),
    )  # fmt: skip


def lives(today: date) -> tuple[Life, ...]:
    """Return the curated lives, person 1 first. They live in the first county, with sequence numbers of their own."""
    return tuple(replace(life, sequence=SEQUENCES + index // 2, county=0) for index, life in enumerate(_lives(today)))


def cast(today: date) -> tuple[Part, ...]:
    """Return who plays what: the list for demonstrations, training and tests."""
    return tuple(Part(index, life.case, life.name) for index, life in enumerate(lives(today), start=1))
