"""A catalogue as it is edited, read and compiled with Babel: needs what only who edits catalogues has installed."""

from __future__ import annotations

from email.parser import HeaderParser
from io import BytesIO
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.core.languages import CATALOGUES, SIGNED_BY, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Edited:
    """The translations of one language, and who has signed them."""

    def __init__(self, parsed: Catalog, header: str) -> None:
        self._fields = list(HeaderParser().parsestr(header).items())
        self.signed_by = dict(self._fields).get(SIGNED_BY, "").strip()
        self.translations = {str(each.id): str(each.string) for each in parsed if each.id}

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each message with its translation, empty where it has none."""
        return iter(self.translations.items())

    def compiled(self) -> bytes:
        """Return it as the terminal reads it, the same bytes for the same text: Babel would put the time into its header."""
        made = BytesIO()
        write_mo(made, _Compiled(self._fields, self.translations))
        return made.getvalue()


class _Compiled(Catalog):
    """What Babel compiles: its header has the fields that are in the file and no others."""

    def __init__(self, fields: list[tuple[str, str]], translations: dict[str, str]) -> None:
        super().__init__(domain="yiban", fuzzy=False)
        self._own = fields
        for message, translation in translations.items():
            self.add(message, translation)

    def __iter__(self) -> Iterator[Message]:
        """Yield the header, which is the translation of nothing, and the messages."""
        yield Message("", "\n".join(f"{name}: {value}" for name, value in self._own) + "\n")
        yield from (each for each in super().__iter__() if each.id)


def read(code: str, folder: Path = CATALOGUES) -> Edited:
    """Read a catalogue. Raises `OSError`."""
    path = catalogue(code, folder).with_suffix(".po")
    with path.open("rb") as file:
        parsed = read_po(file, domain="yiban")
    lines = path.read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    header = "".join(line.strip('"').replace("\\n", "\n") for line in lines if line.startswith('"'))
    return Edited(parsed, header)
