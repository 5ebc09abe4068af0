"""How a person is greeted on the screen: by surname where it is sure, otherwise just 您好."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.roles import Sex
from kiosk.core.page import Header
from kiosk.core.text import Surname, Text, say

if TYPE_CHECKING:
    from kiosk.core.record import Found, Person

# fmt: off
_COMPOUND: Final = frozenset((
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "夏侯", "诸葛", "尉迟", "皇甫", "公孙", "轩辕", "令狐",
    "钟离",
    "宇文", "长孙", "慕容", "司徒", "司空", "申屠", "淳于", "单于", "濮阳", "闻人", "赫连", "呼延", "百里", "东郭", "西门",
    "第五",
    "公冶", "宗政", "澹台", "公羊", "万俟", "拓跋", "仲孙", "太叔", "亓官", "公西",
))
# fmt: on
"""Surnames of two characters (复姓)."""
_SHORTEST, _LONGEST = 2, 4
_TITLES: Final = {Sex.FEMALE: "{surname}女士，您好", Sex.MALE: "{surname}先生，您好"}


def surname_of(person: Person) -> str | None:
    """Return the surname where it is sure: a Han name of two to four characters; None for any other name."""
    name = person.name
    if person.nation != "汉" or not (_SHORTEST <= len(name) <= _LONGEST) or not name.isalpha() or name.isascii():
        return None
    if name[:2] in _COMPOUND:
        return name[:2] if len(name) > _SHORTEST else None
    return name[0]


def greeting_for(person: Person) -> Text:
    """Greet a person; never spoken by the loudspeaker."""
    surname, title = surname_of(person), _TITLES.get(person.sex)
    return say("您好") if surname is None or title is None else say(title, surname=Surname(surname))


def header_for(found: Found) -> Header:
    """What stands over every page about this person."""
    return Header(greeting_for(found.record.person), found.data.cut_off)
