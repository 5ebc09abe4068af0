"""What a verb of the bench is: its name, its words, its sentence, and what it does."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.bench.refusal import BenchRefusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.bench.station import Station

Answer = Mapping[str, object]
"""What a verb tells: `said`, a sentence, and what else it has. Plain values, so that it can be a line of JSON."""

ID_READER: Final = "id_reader"
SOCIAL_CARD_READER: Final = "social_card_reader"
SCANNER: Final = "scanner"
KEYPAD: Final = "keypad"
INDICATORS: Final = "indicators"
RECEIPT_PRINTER: Final = "receipt_printer"
DOCUMENT_PRINTER: Final = "document_printer"
DEVICES: Final = {
    ID_READER: "身份证读卡器",
    SOCIAL_CARD_READER: "社保卡读卡器",
    SCANNER: "扫码器",
    KEYPAD: "小键盘",
    INDICATORS: "灯和感应",
    RECEIPT_PRINTER: "小票打印机",
    DOCUMENT_PRINTER: "A4打印机",
}
"""The devices as kiosk.toml names them, and as people do."""
ON_A_LINE: Final = tuple(name for name in DEVICES if name != DOCUMENT_PRINTER)
"""Those that hang on a serial line."""
SPOKEN_TO_FIRST: Final = (ID_READER, SOCIAL_CARD_READER)
"""Readers whose speed a host may have to find; the speed it has set is seen when it writes. A keypad never hears anything."""
SPEEDS: Final = ("115200", "57600", "38400", "19200", "9600")

_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Argument:
    """A word after a verb. `choices` are all it may be; without them it is a whole number, or any word where `free`.

    One with a `usual` value may be left out.
    """

    name: str
    choices: tuple[str, ...] = ()
    usual: str = ""
    free: bool = False

    def __str__(self) -> str:
        """Return it as a usage line shows it."""
        shown = self.name if self.is_long else "|".join(self.choices) or self.name
        return f"[{shown}]" if self.usual else shown

    @property
    def is_long(self) -> bool:
        """Whether it may be so many words that a usage line only names it."""
        return len("|".join(self.choices)) > _LONGEST_SHOWN

    def check(self, word: str) -> str:
        """Return `word` if it may stand here, a choice as it is written. Raises `BenchRefusal`."""
        if word.lower() in self.choices:
            return word.lower()
        if self.choices:
            raise BenchRefusal(
                "wrong-argument",
                f"{self.name}: {word!r} is none of {', '.join(self.choices)}{near(word, self.choices)}",
            )
        if not self.free and not (word.isascii() and word.isdigit()):
            raise BenchRefusal("wrong-argument", f"{self.name}: {word!r} is not a whole number")
        return word


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person or fate does at the machine. `label` is what the dock writes on its button, `also` other names."""

    name: str
    sentence: str
    run: Callable[[Station, Sequence[str]], Answer]
    arguments: tuple[Argument, ...] = ()
    label: str = ""
    also: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The verb with its arguments."""
        return " ".join((self.name, *map(str, self.arguments)))

    def words(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return all arguments, those left out with their usual value. Raises `BenchRefusal`."""
        needed = sum(not argument.usual for argument in self.arguments)
        if not needed <= len(given) <= len(self.arguments):
            lists = "".join(f"; {each.name}: {', '.join(each.choices)}" for each in self.arguments if each.is_long)
            raise BenchRefusal("wrong-argument", f"usage: {self.usage}{lists}")
        filled = (*given, *(argument.usual for argument in self.arguments[len(given) :]))
        return tuple(argument.check(word) for argument, word in zip(self.arguments, filled, strict=True))


def said(sentence: str, **more: object) -> Answer:
    """Make a verb's answer."""
    return {"said": sentence, **more}


def near(word: str, choices: Sequence[str]) -> str:
    """Return a question that offers the choice most like `word`, or nothing."""
    found = difflib.get_close_matches(word, choices, 1, 0.4)
    return f"; did you mean {found[0]!r}?" if found else ""
