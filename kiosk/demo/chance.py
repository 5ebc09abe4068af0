"""A random life, the same for the same seed and person number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from devices.roles import Sex
from kiosk.core.money import Fen, Month
from kiosk.core.record import BenefitStatus, Mark, PaidTo
from kiosk.demo import cast
from kiosk.demo.life import CardValidity, CertificationCase, LatestPayment, Life
from kiosk.demo.names import name_and_nation
from kiosk.demo.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

_CERTIFICATIONS: Final = (
    (CertificationCase.OK, 62),
    (CertificationCase.SILENT, 22),
    (CertificationCase.DUE_SOON, 8),
    (CertificationCase.OVERDUE, 3),
    (CertificationCase.REGISTERED, 2),
    (CertificationCase.SUSPENDED, 2),
    (CertificationCase.NO_DATE, 1),
)


def life(person: int, seed: int, today: date) -> Life:
    """Make up the life of person `person`."""
    random = Random(f"{seed}/{person}")
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    name, nation = name_and_nation(random, sex)
    place = place_of(person)
    make = random.choices(tuple(_KINDS), weights=tuple(_KINDS.values()))[0]
    made = make(random, name, sex, place.day, today)
    return replace(made, nation=nation, county=place.county, sequence=place.sequence)


def _birth(random: Random, day: int, youngest: int, oldest: int, today: date) -> date:
    return date(today.year - random.randint(youngest, oldest), 1, 1) + timedelta(days=day)


def _retired(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    made = cast.retired("random", name, sex, _birth(random, day, 62 if sex == Sex.MALE else 57, 96, today), "0.00")
    return _drawn(random, made, Fen(random.randint(240_000, 620_000)))


def _institution(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    made = cast.retired("random", name, sex, _birth(random, day, 62, 90, today), "0.00")
    if made.drawing is None:
        raise ValueError("a retired person draws a pension")
    last = Month.of(made.drawing.retired_on)
    spells = (cast.served(last, random.randint(90, 180)),) if last > cast.INSTITUTIONS_SINCE else ()
    drawing = replace(made.drawing, scheme=cast.served().scheme)
    return _drawn(
        random, replace(made, spells=spells, deemed_months=400, drawing=drawing), Fen(random.randint(420_000, 880_000))
    )


def _retired_resident(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    made = cast.retired_resident("random", name, sex, _birth(random, day, 62, 98, today), "0.00")
    return _drawn(random, made, Fen(random.randint(21_500, 52_000)))


def _drawn(random: Random, made: Life, amount: Fen) -> Life:
    """Give a pensioner an amount, a certification, and now and then something out of the usual."""
    if made.drawing is None:
        raise ValueError("a retired person draws a pension")
    certification = random.choices([c for c, _ in _CERTIFICATIONS], weights=[w for _, w in _CERTIFICATIONS])[0]
    drawing = replace(made.drawing, amount=amount)
    if certification == CertificationCase.SUSPENDED:
        months = random.randint(1, 9)
        drawing = replace(drawing, status=BenefitStatus.SUSPENDED_CERTIFICATION, suspended_months=months)
    else:
        latest = random.choices(tuple(LatestPayment), weights=(955, 20, 12, 5, 8))[0]
        paid_to = PaidTo.PASSBOOK if random.random() < 0.06 else PaidTo.CARD  # noqa: PLR2004 - share of passbooks
        drawing = replace(drawing, latest=latest, paid_to=paid_to)
    marks = random.choices(((), (Mark.DECEASED,), (Mark.CONFLICT,)), weights=(990, 6, 4))[0]
    if Mark.DECEASED in marks:
        drawing = replace(drawing, status=BenefitStatus.ENDED, suspended_months=random.randint(1, 18))
    validity = CardValidity.EXPIRED if random.random() < 0.01 else CardValidity.BY_AGE  # noqa: PLR2004 - as above
    return replace(made, drawing=drawing, certification=certification, marks=marks, validity=validity)


def _employed(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    birth = _birth(random, day, 22, 54, today)
    first = Month(max(birth.year + random.randint(18, 22), 1993), random.randint(1, 12))
    index, employer = random.randint(60, 220), random.choice((cast.MILL, cast.SHOP))
    return cast.paying("random", name, sex, birth, cast.worked(first, cast.NOW, index, employer))


def _flexible(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    birth = _birth(random, day, 36, 54, today)
    first = Month(birth.year + 20, random.randint(1, 12))
    change = first + random.randint(24, 120)
    spells = (cast.worked(first, change), cast.self_employed(change + random.randint(1, 18)))
    return cast.paying("random", name, sex, birth, *spells)


def _resident(random: Random, name: str, sex: Sex, day: int, today: date) -> Life:
    level = random.choice((100, 200, 300, 500, 1000, 2000))
    birth = _birth(random, day, 20, 58, today)
    first = max(cast.RESIDENTS_SINCE, Month(birth.year + 18, 1))
    return cast.paying("random", name, sex, birth, cast.resident(first, level=level))


_KINDS: Final[dict[Callable[[Random, str, Sex, int, date], Life], int]] = {
    _retired: 42,
    _institution: 8,
    _retired_resident: 18,
    _employed: 18,
    _flexible: 7,
    _resident: 7,
}
