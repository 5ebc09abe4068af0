"""`yiban language`: take messages from the sources, check and compile the catalogues, and print what a native reader signs."""

from __future__ import annotations

import html
import string
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.cli.messages import NoSources, messages
from kiosk.core.languages import CATALOGUES, CHINESE, LANGUAGES, SIGNED_BY, catalogue
from kiosk.core.text import is_wordless

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from babel.messages.catalog import Catalog

    from kiosk.cli.messages import Message

WRONG: Final = 1
REFUSED: Final = 2
SHOWN: Final = 10
DOES: Final = {
    "extract": "bring every catalogue up to date with the messages of the sources",
    "check": "say how complete each catalogue is, who signed it, and what is wrong with it",
    "compile": "make the catalogues the terminal reads of those that are edited",
    "sheet": "write a page for a native reader to check and sign: Chinese beside the translation",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("does", choices=DOES, help="; ".join(f"{name}: {told}" for name, told in DOES.items()))
    parser.add_argument(
        "codes", nargs="*", metavar="CODE", help=f"languages: {', '.join(LANGUAGES)}; none: all there are"
    )
    parser.add_argument("--folder", type=Path, default=CATALOGUES, help="where the catalogues are")
    parser.add_argument("--out", type=Path, default=Path("out/languages"), help="where sheets are written")


def run(args: argparse.Namespace) -> int:
    """Do it; return the exit code."""
    try:
        import babel.messages.pofile as _  # noqa: F401, PLC0415 - only who edits catalogues has it

        sources = messages()
    except (ImportError, NoSources) as error:
        print(f"yiban: {error}; catalogues are edited in a checkout, with pip install '.[dev]'", file=sys.stderr)
        return REFUSED
    there = sorted(path.parent.parent.name for path in args.folder.glob("*/LC_MESSAGES/yiban.po"))
    unknown = [code for code in args.codes if code not in LANGUAGES or code == CHINESE]
    if unknown:
        others = ", ".join(code for code in LANGUAGES if code != CHINESE)
        print(f"yiban: {unknown[0]}: there is no such language; there are {others}", file=sys.stderr)
        return REFUSED
    codes = args.codes or there
    if args.does == "extract":
        for code in codes:
            print(f"{code}: {extract(code, sources, args.folder)}")
        return 0
    missing = [code for code in codes if code not in there]
    if missing:
        print(
            f"yiban: {missing[0]} has no catalogue yet; `yiban language extract {missing[0]}` begins one",
            file=sys.stderr,
        )
        return REFUSED
    if args.does == "check":
        return max((_check(code, sources, args.folder) for code in codes), default=0)
    for code in codes:
        if args.does == "compile":
            catalogue(code, args.folder).write_bytes(compiled(read(code, args.folder)))
        else:
            args.out.mkdir(parents=True, exist_ok=True)
            path = args.out / f"{code}.html"
            path.write_text(sheet(code, read(code, args.folder), sources), encoding="utf-8")
            print(path)
    return 0


def read(code: str, folder: Path = CATALOGUES) -> Catalog:
    """Read a catalogue as it is edited. Raises `OSError`."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with catalogue(code, folder).with_suffix(".po").open("rb") as file:
        return read_po(file, locale=None, domain="yiban")


def extract(code: str, sources: Mapping[str, Message], folder: Path = CATALOGUES) -> str:
    """Bring a catalogue up to date: new messages come empty, gone ones go. Return what was done, in words."""
    path = catalogue(code, folder).with_suffix(".po")
    before = {each.id: each.string for each in read(code, folder) if each.id} if path.exists() else {}
    signed = read(code, folder).mime_headers if path.exists() else []
    write(code, {str(key): str(text) for key, text in before.items()}, sources, folder, dict(signed).get(SIGNED_BY, ""))
    wanted = [text for text, message in sources.items() if message.for_people]
    new, gone = sum(text not in before for text in wanted), sum(text not in sources for text in before)
    return f"{new} new, {gone} gone"


def write(
    code: str,
    translations: Mapping[str, str],
    sources: Mapping[str, Message],
    folder: Path = CATALOGUES,
    signed: str = "",
) -> None:
    """Write a catalogue as it is edited: people's messages, and those of the staff's that have a translation.

    Written by hand, because what Babel writes depends on what it knows of a language, and it knows not all of these.
    """
    lines = [
        f"# Yiban in {LANGUAGES[code].name}. {SIGNED_BY} names the native reader who checked every line; empty: a draft.",
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        '"MIME-Version: 1.0\\n"',
        f'"Language: {code}\\n"',
        f'"{SIGNED_BY}: {signed}\\n"',
    ]
    for text, message in sources.items():
        if message.for_people or translations.get(text):
            lines += [
                "",
                *(f"#: {file}" for file in message.files),
                f"msgid {_quoted(text)}",
                f"msgstr {_quoted(translations.get(text, ''))}",
            ]
    path = catalogue(code, folder).with_suffix(".po")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compiled(edited: Catalog) -> bytes:
    """Return a catalogue as the terminal reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - as above

    made = BytesIO()
    write_mo(made, edited)
    return made.getvalue()


def fields(text: str) -> set[str]:
    """Return the names of the values in a message. Raises `ValueError` for one that is no format."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def wrong(edited: Catalog, sources: Mapping[str, Message]) -> Iterator[str]:
    """Yield what is wrong with a catalogue: what the sources don't have, and values that are lost, strange or torn."""
    for each in edited:
        chinese, text = str(each.id), str(each.string)
        if not chinese:
            continue
        if chinese not in sources:
            yield f"{chinese}: no source has it"
        try:
            if text and fields(text) != fields(chinese):
                yield f"{chinese}: has other values: {text}"
        except ValueError:
            yield f"{chinese}: no format: {text}"


def completeness(edited: Catalog, sources: Mapping[str, Message]) -> tuple[int, int]:
    """Return how many of people's messages are translated, and how many there are; what has no words needs none."""
    wanted = [text for text, message in sources.items() if message.for_people and not is_wordless(text)]
    has = {str(each.id) for each in edited if each.string}
    return sum(text in has for text in wanted), len(wanted)


def _check(code: str, sources: Mapping[str, Message], folder: Path) -> int:
    edited = read(code, folder)
    done, wanted = completeness(edited, sources)
    signed = dict(edited.mime_headers).get(SIGNED_BY, "") or "nobody: a draft"
    print(f"{code} {LANGUAGES[code].name}: {done} of {wanted} messages, {done / wanted:.0%}; signed by {signed}")
    bad = list(wrong(edited, sources))
    path = catalogue(code, folder)
    if not path.exists() or path.read_bytes() != compiled(edited):
        bad.append(f"{path.name} is not what {path.stem}.po compiles to: `yiban language compile`")
    for text in bad[:SHOWN]:
        print(f"    {text}")
    return WRONG if bad else 0


def sheet(code: str, edited: Catalog, sources: Mapping[str, Message]) -> str:
    """Return a page to be printed: each page's Chinese beside its translation, and a line to sign on."""
    from kiosk.cli.voice_words import pages  # noqa: PLC0415 - every page is loaded for it
    from kiosk.cli.words_of import messages_of  # noqa: PLC0415 - as above

    translated = {str(each.id): str(each.string) for each in edited if each.id}
    parts = {page.name: messages_of(page) for page in pages()}
    met = {text for texts in parts.values() for text in texts}
    rest = [text for text, message in sources.items() if message.for_people and text not in met]
    language = LANGUAGES[code]
    direction = "rtl" if language.right_to_left else "ltr"
    mode = "writing-mode: vertical-lr;" if language.vertical else ""
    rows: list[str] = []
    for name, texts in (*parts.items(), ("everywhere", rest)):
        rows.append(f'<tr><th colspan="3">{html.escape(name)}</th></tr>')
        rows += [
            f'<tr><td lang="zh">{html.escape(text)}</td>'
            f'<td lang="{code}" dir="{direction}">{html.escape(translated.get(text, ""))}</td><td></td></tr>'
            for text in dict.fromkeys(texts)
            if text in sources
        ]
    faces = "".join(
        f'@font-face {{ font-family: script; src: url("{(CATALOGUES.parent / "fonts" / file).as_uri()}"); }}'
        for file in language.fonts[:1]
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>颐办 {language.name}</title><style>{faces}'
        "table { border-collapse: collapse; width: 100% } td, th { border: 1px solid; padding: 4px; text-align: start }"
        f"td {{ width: 40% }} td:last-child {{ width: 20% }} td[lang={code}] {{ font: 18px script, sans-serif; {mode} }}</style>"
        f"<h1>颐办 · {language.name}</h1><p>请逐句核对，错的写在右边一栏。/ Please check every line; write what is wrong in the "
        f"last column.</p><table>{''.join(rows)}</table><p>全部看过，可以用。/ All read and right.</p>"
        f"<p>姓名 Name ______________　日期 Date ______________</p>\n"
    )
