"""Text: what is written, its short form for 简洁版, how it is spoken, what of it is covered; translated when rendered.

A `Text` is a Chinese sentence (the gettext message) with typed values in braces. It is turned into characters only by a
stage, through a `Wording`, so that a switch of language, size or cover re-renders the same page. Values know how they
are written, spoken and covered; plain strings can't be values, so no amount is ever read as a bare number.
"""

from __future__ import annotations

import gettext
import re
from dataclasses import field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core import spoken
from kiosk.core.money import Fen, Month, written_yuan
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

DOMAIN: Final = "yiban"
COVERED: Final = "●●●●"
COVERED_ALOUD: Final = "遮住的数字"
"""What is said of a figure that is covered, however private the outlet: the headset may lie on the shelf."""


_FIELD: Final = r"\{.*?\}"


def is_chinese(character: str) -> bool:
    """Whether a character is one of the 20,992 unified ideographs. A pattern of so many takes milliseconds to compile."""
    return "一" <= character <= "鿿"


@cache
def is_wordless(message: str) -> bool:
    """Whether a message has nothing but values and signs, so that it reads the same in every language."""
    return not any(map(is_chinese, re.sub(_FIELD, "", message)))


class Value(Protocol):
    """Something that stands in a sentence."""

    @property
    def private(self) -> bool:
        """Whether the loudspeaker must not say it."""
        ...

    def written(self) -> str:
        """How it looks."""
        ...

    def covered(self) -> str:
        """How it looks while figures are covered."""
        ...

    def spoken(self) -> str:
        """How it sounds, in Chinese characters."""
        ...


@dataclass(frozen=True)
class Money:
    """An amount with its unit: 3,402.16元."""

    amount: Fen
    private: bool = True

    @property
    def size(self) -> int:
        """How long its bar is: its 分."""
        return self.amount

    def written(self) -> str:
        """Always with two decimals."""
        return f"{written_yuan(self.amount)}元"

    def covered(self) -> str:
        """Four dots and the unit."""
        return f"{COVERED}元"

    def spoken(self) -> str:
        """As an amount: 三千四百零二元一角六分."""
        return spoken.spoken_fen(self.amount)


@dataclass(frozen=True)
class Day:
    """A date: 11月15日, with the year only when it is not `this_year`."""

    day: date
    this_year: int
    private: bool = True

    def written(self) -> str:
        """In Arabic numerals."""
        year = "" if self.day.year == self.this_year else f"{self.day.year}年"
        return f"{year}{self.day.month}月{self.day.day}日"

    def covered(self) -> str:
        """A date is not covered."""
        return self.written()

    def spoken(self) -> str:
        """The year digit by digit."""
        whole = spoken.spoken_date(self.day)
        return whole if self.day.year != self.this_year else whole.partition("年")[2]


@dataclass(frozen=True)
class MonthName:
    """A month: 11月, with the year only when it is not `this_year`."""

    month: Month
    this_year: int
    private: bool = True

    def written(self) -> str:
        """In Arabic numerals."""
        year = "" if self.month.year == self.this_year else f"{self.month.year}年"
        return f"{year}{self.month.month}月"

    def covered(self) -> str:
        """A month is not covered."""
        return self.written()

    def spoken(self) -> str:
        """The year digit by digit."""
        whole = spoken.spoken_month(self.month)
        return whole if self.month.year != self.this_year else whole.partition("年")[2]


@dataclass(frozen=True)
class Year:
    """A year: 2025年, spoken 二零二五年."""

    year: int
    private: bool = False

    def written(self) -> str:
        """In Arabic numerals."""
        return f"{self.year}年"

    def covered(self) -> str:
        """A year is not covered."""
        return self.written()

    def spoken(self) -> str:
        """Digit by digit."""
        return spoken.spoken_year(self.year)


@dataclass(frozen=True)
class Count:
    """A number of things: 12."""

    number: int
    private: bool = False

    def written(self) -> str:
        """In Arabic numerals."""
        return str(self.number)

    def covered(self) -> str:
        """A count is not covered."""
        return self.written()

    def spoken(self) -> str:
        """As a number of things."""
        return spoken.spoken_count(self.number)


@dataclass(frozen=True)
class Digits:
    """Digits that are a name, not a number: the tail of an account, a telephone number. Spoken one by one.

    `private`: they are somebody's. `in_hand`: whoever reads them has them in their hand on paper, and compares.
    """

    digits: str
    private: bool = True
    in_hand: bool = False

    def written(self) -> str:
        """As they are."""
        return self.digits

    def covered(self) -> str:
        """One dot for each; what is nobody's, as a telephone number, is not covered, nor what is compared with paper in hand."""
        return "●" * len(self.digits) if self.private and not self.in_hand else self.digits

    def spoken(self) -> str:
        """One by one."""
        return spoken.spoken_digits(self.digits)


@dataclass(frozen=True)
class Word:
    """A word from configuration or a table: a place, a window, a bank."""

    word: str
    private: bool = False

    def written(self) -> str:
        """As it is."""
        return self.word

    def covered(self) -> str:
        """A word is not covered."""
        return self.word

    def spoken(self) -> str:
        """As it is."""
        return self.word


@dataclass(frozen=True)
class Label:
    """A button's words, as they stand on it and as they are spoken, in a sentence about the button or when it is pressed."""

    words: str
    aloud: str
    private: bool = False

    def written(self) -> str:
        """As on the button."""
        return self.words

    def covered(self) -> str:
        """What had to be covered was, when the button was labelled."""
        return self.words

    def spoken(self) -> str:
        """As the button's own text is spoken."""
        return self.aloud


@dataclass(frozen=True)
class Surname:
    """The surname in a greeting. Never spoken by the loudspeaker."""

    surname: str
    private: bool = True

    def written(self) -> str:
        """As it is."""
        return self.surname

    def covered(self) -> str:
        """A surname is not covered: nobody else's figure."""
        return self.surname

    def spoken(self) -> str:
        """As it is."""
        return self.surname


@dataclass(frozen=True)
class Wording:
    """How texts are rendered for one presentation: language, 简洁版 or not, figures covered or not."""

    language: str = "zh"
    simple: bool = False
    covered: bool = False
    locale: Path | None = None

    @property
    def chinese(self) -> Wording:
        """The same in Chinese: what has no translation is whole in it, values included."""
        return self if self.language == "zh" else replace(self, language="zh")

    def put(self, value: Value) -> str:
        """Return how a value looks in this language, covered where figures are."""
        if self.language == "zh":
            return value.covered() if self.covered else value.written()
        from kiosk.core import foreign  # noqa: PLC0415 - Chinese does without

        return foreign.written(value, self)

    def translate(self, message: str) -> str:
        """Return the message in this language; the message itself where there is no translation."""
        if self.language == "zh" or self.locale is None or not message:
            return message
        return _translations(self.locale, self.language).gettext(message)


@cache
def _translations(locale: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, locale, languages=[language], fallback=True)


@dataclass(frozen=True)
class Text:
    """One sentence. `short` is its wording in 简洁版 ("" leaves it out there, None keeps the same wording).

    `aloud` is what is spoken where that differs from what is written.
    """

    message: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    short: str | None = None
    aloud: str | None = None

    @property
    def private(self) -> bool:
        """Whether it has a value that the loudspeaker must not say."""
        return any(value.private for value in self.values.values())

    def written(self, wording: Wording) -> str:
        """Return the characters to show; empty when the sentence is left out."""
        message = self.short if wording.simple and self.short is not None else self.message
        translated = wording.translate(message)
        own = wording if translated != message or is_wordless(message) else wording.chinese
        return translated.format(**{name: own.put(value) for name, value in self.values.items()})

    def spoken(self, wording: Wording) -> str:
        """Return what to say; empty when the sentence is left out. What is covered is not spoken either."""
        message = self._message(wording) if self.aloud is None else wording.translate(self.aloud)
        hidden = wording.translate(COVERED_ALOUD)
        return message.format(
            **{
                key: hidden if wording.covered and value.covered() != value.written() else value.spoken()
                for key, value in self.values.items()
            }
        )

    def _message(self, wording: Wording) -> str:
        simple = wording.simple and self.short is not None
        return wording.translate(self.short if simple and self.short is not None else self.message)


def say(message: str, *, short: str | None = None, aloud: str | None = None, **values: Value) -> Text:
    """Make a `Text`; the message is what translators see."""
    return Text(message, values, short, aloud)
