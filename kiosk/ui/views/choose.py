"""The view of a question: its answers as large cards."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Choose
from kiosk.core.text import say
from kiosk.core.values import dataclass
from kiosk.ui.blocks import height_of, sentence, stacked, turning, turning_height
from kiosk.ui.items import Box, Give, Sheet, Style, Target
from kiosk.ui.words import broken, line_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.core.page import Choice
    from kiosk.ui.scene import Scene

NOT_NOW: Final = say("暂时不能办")
MOST: Final = 6
"""Choices on one sheet (A24)."""
LIST: Final = 3
"""So few choices stand under one another."""


@dataclass(frozen=True)
class _Cards:
    """One way to show the choices: so many columns, with hints or without, words of so many pixels."""

    columns: int
    hints: bool
    px: int
    stacked: bool
    low: int
    """Pixels a card needs."""


def lay(scene: Scene, box: Box, *, last: bool) -> Sheet | None:
    """Sentences, then the cards; descriptions go first, then columns become one, then sheets split."""
    page, look = scene.page, scene.look
    if not isinstance(page, Choose):
        raise TypeError("not a question")
    texts = () if scene.idle else scene.body
    blocks = [sentence(f"body{n}", text, box.w, look.scaled(1.3)) for n, text in enumerate(texts)]
    said = height_of(blocks, look.mm(1)) + (look.gap if blocks else 0)
    room = box.below(said)
    choices = tuple(choice for choice in page.choices if scene.write(choice.label))
    sheet = Sheet(stacked(blocks, box, look.mm(1)))
    if not choices:
        return sheet
    cards = _chosen(scene, choices, room) if len(choices) <= MOST else None
    if cards is None or not _is_reached(scene, len(choices), room, cards):
        if not last and len(choices) <= MOST:
            return None
        return _in_sheets(scene, sheet, choices, room)
    sheet.items += _placed(scene, choices, room, cards, 0)
    return sheet


def _ways(scene: Scene, count: int) -> list[tuple[int, bool]]:
    """Columns and hints to try, the best first."""
    look = scene.look
    upright = 1 if count <= LIST or look.large else 2
    wide = upright if look.portrait else 2 if count in (2, 4) else min(3, count)
    ways = [(wide, True), (wide, False)]
    if wide > 1:
        ways += [(1, True), (1, False)]
    elif look.portrait and count >= LIST:
        ways += [(2, True), (2, False)]
    return ways


def _chosen(scene: Scene, choices: Sequence[Choice[object]], room: Box) -> _Cards | None:
    """Return the best way that fits; in portrait the best of which every card is reached from a wheelchair, if there is one."""
    found = [cards for way in _ways(scene, len(choices)) if (cards := _fitting(scene, choices, room, *way)) is not None]
    found.sort(key=lambda cards: not _is_reached(scene, len(choices), room, cards))
    return found[0] if found else None


def _is_reached(scene: Scene, count: int, room: Box, cards: _Cards) -> bool:
    """Whether enough of the uppermost cards lies in the lower two thirds of an upright panel."""
    if not scene.look.portrait:
        return True
    top, high = _stand(scene, count, room, cards)
    return top + high >= scene.look.reach + scene.look.primary


def _stand(scene: Scene, count: int, room: Box, cards: _Cards) -> tuple[int, int]:
    """Return where the cards begin, and how high each is: in portrait as low as a wheelchair needs them, if there is room."""
    look = scene.look
    rows = ceil(count / cards.columns)
    most = look.mm(104 if scene.home else 80) if look.portrait else look.mm(66 if scene.home else 58)
    high = max(cards.low, min(most, (room.h - look.gap * (rows - 1)) // rows))
    if look.portrait and rows > 1:  # no higher than lets the uppermost reach down to where it is reached
        high = max(cards.low, min(high, (room.bottom - look.reach - look.primary) // (rows - 1) - look.gap))
    taken = rows * high + look.gap * (rows - 1)
    top = min(max(room.y, look.reach), room.bottom - taken) if look.portrait else room.y
    return top, high


def _fitting(scene: Scene, choices: Sequence[Choice[object]], room: Box, columns: int, hints: bool) -> _Cards | None:  # noqa: FBT001 - a way
    """Return the largest cards of one way that fit."""
    rows = ceil(len(choices) / columns)
    high = (room.h - scene.look.gap * (rows - 1)) // rows
    for factor in (1.65, 1.5, 1.35, 1.2, 1.1, 1.0):
        for stack in _stackings(scene, choices, columns):
            cards = _measured(scene, choices, room.w, columns, scene.look.scaled(factor), hints=hints, stack=stack)
            if cards is not None and cards.low <= high:
                return cards
    return None


def _stackings(scene: Scene, choices: Sequence[Choice[object]], columns: int) -> tuple[bool, ...]:
    if columns == 1 or not any(choice.icon for choice in choices):
        return (False,)
    return (True, False) if scene.look.portrait else (False, True)


def _measured(
    scene: Scene, choices: Sequence[Choice[object]], width: int, columns: int, px: int, *, hints: bool, stack: bool
) -> _Cards | None:
    """Return the cards if every label fits on one line of its card (on several, in a single column)."""
    look = scene.look
    room = _text_room(scene, width, columns, px, stack=stack)
    labels = [scene.write(c.label) for c in choices]
    lines = [broken(label, px, room, bold=True) for label in labels]
    smallest = px == look.scaled(1.0)
    if any(len(one) > (3 if columns == 1 and smallest else 1) for one in lines):
        return None
    notes = [_note(scene, c, room, hints=hints) for c in choices]
    if columns > 1 and any(len(note) > 1 for note in notes):
        return None
    text = max(
        len(one) * line_height(px) + len(note) * line_height(look.body) for one, note in zip(lines, notes, strict=True)
    )
    side = round(px * 1.75) + look.mm(4) if stack else 0
    low = max(look.primary, text + side + look.mm(7 if stack else 5))
    return _Cards(columns, hints, px, stack, low)


def _text_room(scene: Scene, width: int, columns: int, px: int, *, stack: bool) -> int:
    look = scene.look
    card = (width - look.gap * (columns - 1)) // columns
    return card - 2 * look.pad - (0 if stack else round(px * 1.5) + ceil(px * 0.6))


def _note(scene: Scene, choice: Choice[object], room: int, *, hints: bool) -> tuple[str, ...]:
    if not choice.works(scene.showing.down):
        return broken(scene.write(NOT_NOW), scene.look.body, room - round(scene.look.body * 1.4))
    return (
        broken(scene.write(choice.hint), scene.look.body, room)
        if hints and choice.hint is not None and not scene.simple
        else ()
    )


def _placed(scene: Scene, choices: Sequence[Choice[object]], room: Box, cards: _Cards, first: int) -> list[Target]:
    look = scene.look
    top, high = _stand(scene, len(choices), room, cards)
    made: list[Target] = []
    for number, choice in enumerate(choices):
        row, column = divmod(number, cards.columns)
        line = Box(room.x, top + row * (high + look.gap), room.w, high)
        label = scene.write(choice.label)
        text_room = _text_room(scene, room.w, cards.columns, cards.px, stack=cards.stacked)
        closed = not choice.works(scene.showing.down)
        note = _note(scene, choice, text_room, hints=cards.hints)
        made.append(
            Target(
                f"choice{first + number}",
                line.columns(cards.columns, look.gap)[column],
                Style.CARD,
                f"{label}，{scene.write(NOT_NOW)}" if closed else label,
                broken(label, cards.px, text_room, bold=True),
                cards.px,
                None if closed else Give(choice.value),
                choice.icon,
                note,
                look.body,
                "ban" if closed else "",
                cards.stacked,
                closed=closed,
            )
        )
    return made


def _in_sheets(scene: Scene, sheet: Sheet, choices: Sequence[Choice[object]], room: Box) -> Sheet:
    """Split choices over sheets, as many on each as fit and are reached; as many as fit where one alone is not."""
    upper = Box(room.x, room.y, room.w, room.h - turning_height(scene))
    sizes = range(min(MOST, len(choices)), 0, -1)
    for size, reached in [*((size, True) for size in sizes), *((size, False) for size in sizes)]:
        parts = [choices[n : n + size] for n in range(0, len(choices), size)]
        ways = [_chosen(scene, part, upper) for part in parts]
        fit = [way is not None for way in ways]
        if reached:
            fit = [
                way is not None and _is_reached(scene, len(part), upper, way)
                for part, way in zip(parts, ways, strict=True)
            ]
        if not all(fit) and (size > 1 or reached):
            continue
        sheet.sheets = len(parts)
        sheet.sheet = min(scene.memory.sheet, len(parts) - 1)
        part, cards = parts[sheet.sheet], ways[sheet.sheet]
        if cards is None:
            px = scene.look.scaled(1.0)
            cards = _Cards(1, hints=False, px=px, stacked=False, low=scene.look.primary)
        sheet.items += _placed(scene, part, upper, cards, sheet.sheet * size)
        turning(scene, sheet, room)
        return sheet
    return sheet
