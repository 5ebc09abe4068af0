"""Small records for tests: people who don't exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from devices.roles import Sex
from kiosk.core.clock import SHANGHAI
from kiosk.core.money import Fen, IdNumber, Month
from kiosk.core.record import (
    AccountYear,
    Adjustment,
    Benefit,
    BenefitStatus,
    Certification,
    CertificationMethod,
    Contribution,
    ContributionState,
    DataState,
    Found,
    ItemKind,
    PaidTo,
    Participation,
    ParticipationStatus,
    Payment,
    PaymentItem,
    PaymentState,
    Person,
    Record,
    Scheme,
    SocialSecurityCard,
)
from kiosk.statement.model import Issue, Paper

TODAY = date(2026, 11, 20)
PRINTED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=SHANGHAI)
PENSION = Scheme.EMPLOYEE_PENSION


def issue(paper: Paper = Paper.SHEET, *, reprint: bool = False, large_print: bool = False) -> Issue:
    return Issue(
        agency="某某县社会保险事业管理局",
        phone="12333",
        window="3号窗口",
        terminal="T001",
        county="000000",
        printed_at=PRINTED_AT,
        paper=paper,
        reprint=reprint,
        large_print=large_print,
    )


def person(name: str = "王秀芳", number: str = "11010119491231002X") -> Person:
    return Person(IdNumber(number), "1100012345", name, Sex.FEMALE, "汉", date(1949, 12, 31), "某某县某某路1号")


def items(month: Month, basic: int, own: int, extra: int = 0) -> tuple[PaymentItem, ...]:
    found = [
        PaymentItem("I00001", "基础养老金", month, Fen(basic)),
        PaymentItem("I00002", "过渡性养老金", month, Fen(30000)),
        PaymentItem("I00003", "个人账户养老金", month, Fen(own)),
    ]
    if extra:
        found += [
            PaymentItem("I00001", "调整补发", Month(month.year, n), Fen(extra), ItemKind.BACK_PAY) for n in range(1, 7)
        ]
    return tuple(found)


def payment(month: Month, *, rise: int = 0, back: int = 0, state: PaymentState = PaymentState.PAID) -> Payment:
    lines = items(month, 236995 + rise, 61601, back)
    paid_on = None if state == PaymentState.SENT else date(month.year, month.month, 15)
    return Payment(month, PENSION, Fen(sum(i.amount for i in lines)), lines, state, paid_on, PaidTo.CARD, "0428")


def account(
    year: int, opening: int, *, credited: int = 0, paid_out: int = 0, months: int = 0, total: int = 360
) -> AccountYear:
    interest, extra = round(opening * 0.015), round(credited * 0.008)
    return AccountYear(
        year,
        PENSION,
        Fen(opening),
        Fen(credited),
        Fen(interest),
        Fen(extra),
        Fen(paid_out),
        Fen(opening + credited + interest + extra - paid_out),
        months,
        total,
    )


def pensioner(name: str = "王秀芳") -> Record:
    """Draws a pension since 2004: a rise of 116.20 from January 2026, paid in July with six months' back pay."""
    paid = [payment(Month(2025, n)) for n in range(1, 13)]
    paid += [payment(Month(2026, n), rise=11620 if n > 6 else 0, back=11620 if n == 7 else 0) for n in range(1, 12)]
    first = account(2024, 3000000, paid_out=739212)
    return Record(
        person(name),
        SocialSecurityCard("A12345678", "某某银行", "0428", date(2019, 5, 6)),
        (Participation(PENSION, ParticipationStatus.ACTIVE, Month(1985, 7), "某某县第一纺织厂"),),
        96,
        (),
        (first, account(2025, first.closing, paid_out=739212)),
        (Benefit(PENSION, Month(2005, 1), date(2004, 12, 31), Fen(340216), BenefitStatus.PAYING),),
        tuple(paid),
        (
            Adjustment(
                Month(2026, 1),
                Month(2026, 7),
                Fen(11620),
                Fen(4000),
                Fen(3600),
                Fen(2020),
                Fen(2000),
                6,
                "某人社发〔2026〕1号",
            ),
        ),
        Certification(date(2026, 3, 11), date(2027, 3, 11), CertificationMethod.SILENT),
        (),
    )


def contributor(name: str = "李建国") -> Record:
    """Still pays: one month in arrears, one transferred in, and unemployment, injury and medical insurance beside."""
    months: list[Contribution] = []
    for n in range(1, 13):
        state = {2: ContributionState.TRANSFERRED, 9: ContributionState.ARREARS}.get(n, ContributionState.PAID)
        base = Fen(620000 if n < 7 else 655050)
        for scheme, employer, own in (
            (PENSION, 16, 8),
            (Scheme.UNEMPLOYMENT, 1, 1),
            (Scheme.MEDICAL, 8, 2),
            (Scheme.INJURY, 1, 0),
        ):
            whole = Contribution(
                Month(2025, n), scheme, base, Fen(base * employer // 100), Fen(base * own // 100), state
            )
            months.append(whole)
    credited = sum(c.personal for c in months if c.scheme == PENSION and c.state != ContributionState.ARREARS)
    first = account(2024, 7000000, credited=595200, months=12, total=216)
    return Record(
        replace(person(name, "110101197001010013"), sex=Sex.MALE, birth=date(1970, 1, 1)),
        None,
        tuple(
            Participation(s, ParticipationStatus.ACTIVE, Month(2006, 3), "某某县自来水公司")
            for s in (PENSION, Scheme.UNEMPLOYMENT, Scheme.MEDICAL, Scheme.INJURY)
        ),
        0,
        tuple(months),
        (first, account(2025, first.closing, credited=credited, months=11, total=227)),
        (),
        (),
        (),
        None,
        (),
    )


def resident(name: str = "欧阳桂英") -> Record:
    """Pays to the residents' scheme once a year."""
    scheme = Scheme.RESIDENT_PENSION
    entry = Contribution(Month(2025, 12), scheme, Fen(100000), Fen(12000), Fen(100000), ContributionState.PAID)
    year = AccountYear(2025, scheme, Fen(1120000), Fen(112000), Fen(16800), Fen(140), Fen(0), Fen(1248940), 12, 168)
    return Record(
        person(name, "110101196803030024"),
        None,
        (Participation(scheme, ParticipationStatus.ACTIVE, Month(2011, 12), ""),),
        0,
        (entry,),
        (year,),
        (),
        (),
        (),
        None,
        (),
    )


def found(record: Record, cut_off: date = date(2026, 11, 18), today: date = TODAY) -> Found:
    return Found(record, DataState("某某县社会保险事业管理局", "000000", cut_off, 7, 10000), today)
