"""All pages of all screens, and how a page reads on paper: for the golden file and the text lint."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import kiosk.screens
from kiosk.core.page import Chart, Choose, Dot, Fix, Grid, Night, Outline, Page, Panel, Phase, Review, Table
from kiosk.core.text import Text, Wording
from kiosk.desk.view import WORDS
from tests.screens.speech import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

NORMAL = Wording()
SIMPLE = Wording(simple=True)


def modules() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(kiosk.screens.__path__, "kiosk.screens."):
        yield module.name.removeprefix("kiosk.screens.").replace(".", "/"), importlib.import_module(module.name)


def examples() -> Iterator[tuple[str, Page[object]]]:
    """Every example of every screen, as `file/example`."""
    for name, module in modules():
        for example, page in getattr(module, "EXAMPLES", {}).items():
            yield f"{name}/{example}", page
            if page.staff is not None:
                yield f"{name}/{example}-staff", page.staff


def parts(page: Page[object]) -> tuple[Page[object] | Phase, ...]:
    """The page and its phases."""
    return (page, *page.phases)


def texts(page: Page[object]) -> Iterator[Text]:
    """Everything a page may show or say, phases included."""
    for part in parts(page):
        yield part.title
        yield from part.body
        yield from part.loudspeaker
    yield from (action.label for action in page.actions)
    if page.hint is not None:
        yield from page.hint.sentences
    if page.band is not None:
        yield page.band
    if page.header is not None:
        yield page.header.greeting
    yield from _kind_texts(page)


def _kind_texts(page: Page[object]) -> Iterator[Text]:
    """What only its kind of page has."""
    if isinstance(page, Choose):
        for choice in page.choices:
            yield from (text for text in (choice.label, choice.hint) if text is not None)
    if isinstance(page, (Review, Table)):
        for row in page.rows:
            yield from (text for text in (row.label, row.figure, row.note) if text is not None)
    if isinstance(page, Chart):
        yield from (bar.label for bar in page.bars)
    if isinstance(page, Panel):
        for gauge in page.gauges:
            yield from (text for text in (gauge.label, gauge.state, gauge.detail) if text is not None)
            if gauge.action is not None:
                yield gauge.action.label
    yield from _staff_texts(page)


def _staff_texts(page: Page[object]) -> Iterator[Text]:
    if isinstance(page, Fix):
        yield from (step.words for step in page.steps)
    if isinstance(page, Grid):
        yield from (cell.words for row in page.cells for cell in row)


def _content(page: Page[object], wording: Wording) -> Iterator[str]:
    def w(text: Text) -> str:
        return text.written(wording)

    if page.header is not None:
        day = page.header.cut_off
        data = "" if day is None else f" | 数据到{day.year}年{day.month}月{day.day}日"
        yield f"[{w(page.header.greeting)}{data}]"
    if page.band is not None:
        yield f"!! {w(page.band)}"
    yield f"# {w(page.title)}"
    if page.figure is not None:
        yield f"** {page.figure.written()} **"
    yield from (w(line) for line in page.body if w(line))
    yield from _kind_content(page, wording)
    buttons = [w(action.label) for action in page.actions if w(action.label)]
    if buttons:
        yield " ".join(f"[{button}]" for button in buttons)
    if page.hint is not None:
        yield f"-- after {page.hint.seconds:g} s without a touch: {' '.join(w(line) for line in page.hint.sentences)}"
    if page.after is not None:
        yield f"-- goes on by itself after {page.after.seconds:g} s"
    for phase in page.phases:
        yield f"-- {phase.name}: {w(phase.title)} | {' '.join(w(line) for line in phase.body)}"


def _kind_content(page: Page[object], wording: Wording) -> Iterator[str]:
    def w(text: Text) -> str:
        return text.written(wording)

    if isinstance(page, (Review, Table)):
        for row in page.rows:
            note = "" if row.note is None else w(row.note)
            yield f"  {w(row.label)}  {w(row.figure)}{f'  {note}' if note else ''}"
    if isinstance(page, Chart):
        for bar in page.bars:
            yield f"  {w(bar.label)}  {bar.figure.written()}"
    yield from _staff_content(page, wording)
    if isinstance(page, Choose):
        for choice in page.choices:
            if w(choice.label):
                hint = "" if choice.hint is None or wording.simple else f" ({w(choice.hint)})"
                yield f"  ({w(choice.label)}){hint}"


def _staff_content(page: Page[object], wording: Wording) -> Iterator[str]:
    def w(text: Text) -> str:
        return text.written(wording)

    if isinstance(page, Panel):
        for gauge in page.gauges:
            sign = "–" if gauge.sign else {True: "✓", False: "!", None: "?"}[gauge.well]
            detail = "" if gauge.detail is None else f"  {w(gauge.detail)}"
            button = "" if gauge.action is None else f"  [{w(gauge.action.label)}]"
            yield f"  {sign} {w(gauge.label)}  {w(gauge.state)}{detail}{button}"
    if isinstance(page, Fix):
        yield from (f"  {number}. {w(step.words)}" for number, step in enumerate(page.steps, start=1))
    if isinstance(page, Grid):
        yield from (
            "  " + " ".join(f"{w(cell.words)}{'*' if cell.share else ''}" for cell in row) for row in page.cells
        )
    if isinstance(page, Dot):
        yield f"  a dot at {page.across:.0%} across, {page.down:.0%} down"
    if isinstance(page, Outline):
        yield f"  a rectangle over {page.across:.0%} across, {page.down:.0%} down"


def footer(page: Page[object]) -> str:
    places = [
        ("上一步", page.footer.back),
        ("退出", page.footer.leave and not page.idle),
        ("请人帮忙", page.footer.help and not isinstance(page, Night)),
    ]
    return " · ".join(name for name, there in places if there)


def as_text(name: str, page: Page[object]) -> str:
    """How an example reads and sounds in both wordings; what 简洁版 has in common is not repeated."""
    normal = list(_content(page, NORMAL))
    simple = list(_content(page, SIMPLE))
    lines = [f"===== {name} ({page.name})", *normal]
    if page.usual is not None:
        lines.append("-- 简洁版: not asked")
    elif simple != normal:
        lines += ["--- 简洁版", *simple]
    lines += ["--- 声音", *spoken(page)]
    if page.counted:
        lines.append("-- the audit notes the answer")
    if page.tells is not None:
        lines.append(f"-- the desk is told: {WORDS[page.tells]}")
    if footer(page):
        lines.append(f"({footer(page)})")
    return "\n".join(lines) + "\n"
