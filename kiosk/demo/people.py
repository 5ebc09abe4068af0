"""Synthetic people: a seeded record and an ID card for each person number, the first forty of them curated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from kiosk.core.money import IdNumber, Month
from kiosk.core.record import (
    PENSIONS,
    Certification,
    CertificationMethod,
    PaidTo,
    Participation,
    ParticipationStatus,
    Person,
    Record,
    Scheme,
    SocialSecurityCard,
)
from kiosk.demo import cast, chance
from kiosk.demo.career import Account, account, contributions, credited
from kiosk.demo.life import CardValidity, CertificationCase, Life
from kiosk.demo.pension_paid import first_month, paid
from kiosk.demo.places import COUNTIES, address, identity_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.roles import Sex

_PAYOUT_MONTHS: Final = {50: 195, 55: 170, 60: 139}
"""计发月数, from `domain`'s table: 国发〔2005〕38号."""
_LONG_FROM: Final = 46
"""From this age on, an ID card is good for ever (长期); from 26 on for 20 years, before that for 10."""
_TWENTY_FROM: Final = 26
_SOCIAL_CARD_YEARS: Final = 10
"""A social-security card is good for so long, and is prolonged by as much."""
_GENERATIONS: Final = 3


@dataclass(frozen=True, slots=True, repr=False)
class SyntheticCard:
    """What a synthetic person's ID card says; `valid_until` is None for 长期."""

    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, repr=False)
class SyntheticSocialCard:
    """What a synthetic person's social-security card says. `generation` is 1, 2 or 3."""

    number: str
    generation: int
    issued: date
    valid_until: date


@dataclass(frozen=True, slots=True, repr=False)
class SyntheticPerson:
    """Person `number`: the case it plays, its cards, and its record, None for who is not in the records."""

    number: int
    case: str
    card: SyntheticCard
    social_card: SyntheticSocialCard | None
    record: Record | None


def cut_off_before(today: date) -> date:
    """Return the day up to which synthetic data reach unless told otherwise: yesterday."""
    return today - timedelta(days=1)


def synthetic_people(seed: int, today: date, cut_off: date | None = None) -> Iterator[SyntheticPerson]:
    """Go through all people without end, person 1 first. The same seed and days make the same people."""
    until = cut_off or cut_off_before(today)
    curated = cast.lives(until)
    for index, life in enumerate(curated, start=1):
        yield _person(index, life, seed, today, until)
    number = len(curated)
    while True:
        number += 1
        yield _person(number, chance.life(number, seed, until), seed, today, until)


def people(count: int, seed: int, today: date, cut_off: date | None = None) -> Iterator[Record]:
    """Make `count` records; who is not in the records isn't counted."""
    made = 0
    for each in synthetic_people(seed, today, cut_off):
        if made == count:
            return
        if each.record is not None:
            made += 1
            yield each.record


def _person(number: int, life: Life, seed: int, today: date, until: date) -> SyntheticPerson:
    random = Random(f"{seed}/{number}/record")
    county = COUNTIES[life.county]
    identity = identity_number(county, life.birth, life.sequence, life.sex)
    home = address(random, county)
    valid_from, valid_until = _validity(random, life, today)
    card = SyntheticCard(
        life.name, life.sex, life.nation, life.birth, home, identity, county.issuer, valid_from, valid_until
    )
    person = Person(IdNumber(identity), f"99{number:08d}", life.name, life.sex, life.nation, life.birth, home)
    social = _social_card(random, number, life, until) if life.social_card else None
    record = _record(person, social, life, random, until) if life.in_records else None
    chip = _chip(number, social, today) if social else None
    return SyntheticPerson(number, life.case, card, chip, record)


def _chip(number: int, social: SocialSecurityCard, today: date) -> SyntheticSocialCard:
    """Make up what the card's chip says: every generation is met, and no card is past its last day."""
    until = social.issued
    while until <= today:
        until = until.replace(year=until.year + _SOCIAL_CARD_YEARS)
    return SyntheticSocialCard(social.number, number % _GENERATIONS + 1, social.issued, until)


def _social_card(random: Random, number: int, life: Life, until: date) -> SocialSecurityCard:
    tail = f"{random.randrange(10_000):04d}"
    if life.drawing is not None and life.drawing.account_tail:
        tail = life.drawing.account_tail
    issued = date(min(until.year - 1, random.randint(2012, 2024)), random.randint(1, 12), random.randint(1, 28))
    return SocialSecurityCard(f"Y{number:08d}", COUNTIES[life.county].bank, tail, issued)


def _record(person: Person, social: SocialSecurityCard | None, life: Life, random: Random, until: date) -> Record:
    # The newest month is paid in after the cut-off's month has begun.
    contributed = contributions(life.spells, Month.of(until) + -1)
    accounts: list[Account] = []
    for scheme in PENSIONS:
        years = credited(contributed, scheme)
        drawn = life.drawing if life.drawing is not None and life.drawing.scheme == scheme else None
        start = first_month(drawn) if drawn is not None else None
        age = drawn.retired_on.year - life.birth.year if drawn is not None else 60
        accounts.append(account(scheme, years, until.year - 1, start, _PAYOUT_MONTHS.get(age, 139)))
    tail = f"{random.randrange(10_000):04d}"
    drawing = life.drawing
    if drawing is not None and drawing.paid_to == PaidTo.CARD and social is not None:
        tail = social.account_tail
    pension = None
    if drawing is not None:
        part = accounts[PENSIONS.index(drawing.scheme)].paid_monthly
        pension = paid(drawing, life.birth, part, until, tail)
    return Record(
        person=person,
        card=social,
        participations=tuple(_participations(life)),
        deemed_contribution_months=life.deemed_months,
        contributions=contributed,
        account_years=tuple(sorted((year for each in accounts for year in each.years), key=lambda year: year.year)),
        benefits=(pension.benefit,) if pension else (),
        payments=pension.payments if pension else (),
        adjustments=pension.adjustments if pension else (),
        certification=_certification(random, life, until),
        marks=life.marks,
    )


def _participations(life: Life) -> Iterator[Participation]:
    """Go through the schemes of a life: each once, since its first month, through the latest employer."""
    for scheme in dict.fromkeys(spell.scheme for spell in life.spells):
        spells = [spell for spell in life.spells if spell.scheme == scheme]
        latest = spells[-1]
        if latest.ongoing:
            status = ParticipationStatus.ACTIVE
        elif life.drawing is not None and life.drawing.scheme == scheme:
            status = ParticipationStatus.ENDED
        else:
            status = ParticipationStatus.SUSPENDED
        yield Participation(scheme, status, spells[0].first, latest.employer)
        if latest.with_others and latest.ongoing:
            yield Participation(Scheme.UNEMPLOYMENT, status, spells[0].first, latest.employer)
            yield Participation(Scheme.INJURY, status, spells[0].first, latest.employer)


def _certification(random: Random, life: Life, until: date) -> Certification | None:
    """Work out the dates from the one on which the next certification is due; today is the day after the cut-off."""
    today = until + timedelta(days=1)
    methods = (CertificationMethod.SELF, CertificationMethod.SELF, CertificationMethod.STAFF)
    method = random.choice(methods)
    due_in = {
        CertificationCase.OK: random.randint(100, 340),
        CertificationCase.SILENT: random.randint(100, 340),
        CertificationCase.DUE_SOON: random.choice((29, 12, 45, 80)) if life.case == "random" else 29,
        CertificationCase.OVERDUE: -random.randint(3, 25),
        CertificationCase.SUSPENDED: -random.randint(40, 200),
        CertificationCase.REGISTERED: -6,
    }.get(life.certification)
    if life.certification == CertificationCase.NOT_NEEDED:
        return None
    if life.certification == CertificationCase.NO_DATE:
        return Certification(None, None, None)
    if life.certification == CertificationCase.ODD_DATE:
        return Certification(today + timedelta(days=200), today + timedelta(days=565), method)
    if due_in is None:
        raise ValueError("a certification case without a due date")
    due = today + timedelta(days=due_in)
    if life.certified_on is not None:
        month, day = life.certified_on
        last = max(d for d in (date(until.year + back, month, day) for back in (-1, 0)) if d <= until)
        due = last.replace(year=last.year + 1)
    if life.certification == CertificationCase.SILENT:
        method = CertificationMethod.SILENT
    if life.certification == CertificationCase.REGISTERED:
        registered = today - timedelta(days=1)
        return Certification(_year_before(due), due, method, registered, registered + timedelta(days=10))
    return Certification(_year_before(due), due, method)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _validity(random: Random, life: Life, today: date) -> tuple[date, date | None]:
    """Make up an ID card's dates: long ones for who was 46 at its issue, an expired one where the life says so."""
    if life.validity == CardValidity.EXPIRED:
        until = today - timedelta(days=random.randint(20, 700))
        until = until.replace(day=min(until.day, 28))
        return until.replace(year=until.year - 20), until
    issued = date(random.randint(today.year - 9, today.year - 1), random.randint(1, 12), random.randint(1, 28))
    age = issued.year - life.birth.year - ((issued.month, issued.day) < (life.birth.month, life.birth.day))
    if age >= _LONG_FROM:
        return issued, None
    return issued, issued.replace(year=issued.year + (20 if age >= _TWENTY_FROM else 10))
