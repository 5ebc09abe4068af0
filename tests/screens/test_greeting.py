"""Greeted by surname only where it is sure."""

from __future__ import annotations

from datetime import date

import pytest

from devices.roles import Sex
from kiosk.core.money import IdNumber
from kiosk.core.record import Person
from kiosk.core.text import Wording
from kiosk.screens.greeting import greeting_for


def greeted(name: str, nation: str = "汉", sex: Sex = Sex.FEMALE) -> str:
    number = IdNumber("11010119491231002X")
    person = Person(number, "1", name, sex, nation, date(1949, 12, 31), "某某县")
    return greeting_for(person).written(Wording())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("王秀芳", "王女士，您好"),
        ("王芳", "王女士，您好"),
        ("欧阳玉兰", "欧阳女士，您好"),
        ("欧阳𬭊", "欧阳女士，您好"),
        ("𠮷祥", "𠮷女士，您好"),
        # One character, or a compound surname and nothing else: which part is the surname isn't sure.
        ("王", "您好"),
        ("欧阳", "您好"),
        ("王·芳", "您好"),
        ("Wang Fang", "您好"),
        ("王秀芳李桂兰", "您好"),
    ],
)
def test_the_surname_is_said_where_it_is_sure(name: str, said: str) -> None:
    assert greeted(name) == said


def test_other_nations_are_greeted_without_a_surname() -> None:
    assert greeted("扎西平措", "藏") == "您好"


def test_the_title_follows_the_card_and_is_left_out_where_the_card_doesnt_say() -> None:
    assert greeted("王建国", sex=Sex.MALE) == "王先生，您好"
    assert greeted("王建国", sex=Sex.UNKNOWN) == "您好"
