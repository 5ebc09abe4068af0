"""The modes a person may switch on: 大字版 语音版 黑底大字 简洁版, the languages, and covered figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CHINESE, LANGUAGES
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.text import say
from kiosk.ui.items import Ask, Box, Present, Style, Target
from kiosk.ui.theme import PRIMARY_MM
from kiosk.ui.words import broken, button_air, button_px, fits_button, joined, line_height, reach_of, spoken, width_of

if TYPE_CHECKING:
    from kiosk.core.text import Text
    from kiosk.ui.scene import Scene
    from kiosk.ui.theme import Look

ON: Final = say("已打开")
LARGEST: Final = say("已到特大")
LARGE: Final = say("大字版")
VOICE: Final = say("语音版")
CAPTIONS: Final = say("字幕")
BLACK: Final = say("黑底大字")
SIMPLE: Final = say("简洁版")
NOT_CLEAR: Final = say("看不清")
OFFER: Final = say("看不清，点大字版")
_HIGHEST: Final = 2.0
"""Ems that a line of the highest script, Tibetan, takes."""
DRAFT: Final = say("试用")
"""Beside the name of a language whose translation no native reader has signed."""


_NEXT_SIZE: Final = {
    TextSize.SMALL: TextSize.MEDIUM,
    TextSize.MEDIUM: TextSize.LARGE,
    TextSize.LARGE: TextSize.EXTRA_LARGE,
    TextSize.EXTRA_LARGE: TextSize.SMALL,
}
"""大字版 makes text large, once more extra-large; then small, for who sees only a part of the screen; then as it was."""
_SIZES: Final = {
    TextSize.SMALL: (say("小字版"), ON),
    TextSize.MEDIUM: (LARGE, None),
    TextSize.LARGE: (LARGE, ON),
    TextSize.EXTRA_LARGE: (LARGE, LARGEST),
}
_NEXT_THEME: Final = {
    Theme.DEFAULT: Theme.HIGH_CONTRAST,
    Theme.HIGH_CONTRAST: Theme.BLACK_ON_WHITE,
    Theme.BLACK_ON_WHITE: Theme.SOFT,
    Theme.SOFT: Theme.DEFAULT,
}
"""黑底大字, then the other way round, then what doesn't dazzle, then as it was. The button names the one that is on."""
_THEMES: Final = {
    Theme.DEFAULT: BLACK,
    Theme.HIGH_CONTRAST: BLACK,
    Theme.BLACK_ON_WHITE: say("白底黑字"),
    Theme.SOFT: say("不刺眼"),
}

NAMES: Final = (VOICE, SIMPLE, *dict.fromkeys((*(words for words, _ in _SIZES.values()), *_THEMES.values())))
"""What the modes are called aloud; 字幕 never is, as nothing speaks where it is offered."""


def cover_button(scene: Scene, words: Text) -> Target:
    """遮住数字, or 看数字 while they are covered."""
    now = scene.showing.presentation
    written = scene.write(words)
    deed = Present(replace(now, covered=not now.covered))
    icon = "eye" if now.covered else "eye-off"
    return Target("cover", Box(0, 0, 0, 0), Style.PLAIN, written, (written,), 0, deed, icon)


def _modes(scene: Scene) -> list[tuple[str, str, str, str, Presentation]]:
    """Key, words, icon, what says that it is on, and the presentation a touch leads to.

    黑底大字 and 简洁版 bring large text, 简洁版 the voice too, where there is one, and takes back what it brought. Where there is
    no voice 语音版 is 字幕: what would be said stands in its line.
    """
    now = scene.showing.presentation
    on = scene.write(ON)
    voice, sign = (VOICE, "volume-2") if scene.speaks else (CAPTIONS, "captions")
    size, said = _SIZES[now.size]
    theme, dark = _NEXT_THEME[now.theme], now.theme is Theme.DEFAULT
    return [
        ("mode-large", scene.write(size), "a-large-small", "" if said is None else scene.write(said),
         now.sized(_NEXT_SIZE[now.size])),
        ("mode-voice", scene.write(voice), sign, on if now.voice else "", now.voiced(voice=not now.voice)),
        ("mode-black", scene.write(_THEMES[now.theme]), "contrast", "" if dark else on,
         replace(now.sized(now.at_least_large) if dark else now, theme=theme)),
        ("mode-simple", scene.write(SIMPLE), "circle-dot", on if now.simple else "",
         now.in_full() if now.simple else now.simplified(speaks=scene.speaks)),
    ]  # fmt: skip


def offer(scene: Scene) -> Target | None:
    """What is offered to who has missed often, if text can be larger: a button among the page's own. Home has 大字版 already."""
    now = scene.showing.presentation
    if not scene.memory.offers or scene.home or now.size is TextSize.EXTRA_LARGE:
        return None
    words = scene.write(OFFER)
    larger = now.sized(TextSize.EXTRA_LARGE if scene.look.large else TextSize.LARGE)
    return Target(
        "offer", Box(0, 0, 0, 0), Style.PLAIN, words, (words,), 0, Present(larger), "a-large-small", beckons=True
    )


def targets(scene: Scene) -> tuple[list[Target], list[Target]]:
    """Return the modes, and the languages there are besides Chinese; without places yet."""
    todo = [
        Target(key, Box(0, 0, 0, 0), Style.MODE, f"{words}，{said}" if said else words, (words,), 0, Present(then), icon,
               (said,) if said else (), 0, on=bool(said), beckons=scene.memory.offers and key == "mode-large")
        for key, words, icon, said, then in _modes(scene)
    ]  # fmt: skip
    others = [code for code in scene.languages if code != CHINESE]
    if len(others) > 1:
        return todo, [_names(scene)]
    codes = (*others, CHINESE) if others and scene.wording.language != CHINESE else others
    return todo, [tongue(scene, code, Present(replace(scene.showing.presentation, language=code))) for code in codes]


def _names(scene: Scene) -> Target:
    """One button with the name of every language but the one that is on, which leads to a page of them."""
    names = "　".join(LANGUAGES[code].name for code in scene.languages if code != scene.wording.language)
    return Target("languages", Box(0, 0, 0, 0), Style.MODE, names, (names,), 0, Ask.LANGUAGES, "languages")


def tongue(scene: Scene, code: str, deed: Present) -> Target:
    """A language by its own name, with a tick if it is on, and marked if it is a draft; without a place yet."""
    name, now = LANGUAGES[code].name, code == scene.wording.language
    states = tuple(scene.write(text) for text, so in ((ON, now), (DRAFT, scene.languages.get(code))) if so)
    words, said = "，".join((name, *states)), states[-1:]  # a tick says that it is on, too
    return Target(
        f"language-{code}", Box(0, 0, 0, 0), Style.MODE, words, (name,), 0, deed, note=said, on=now,
        columns=LANGUAGES[code].vertical and not spoken().vertical,
    )  # fmt: skip


def mode_rows(scene: Scene, width: int, comfort: float, *, compact: bool = False) -> tuple[list[Target], int]:
    """Place the modes and the languages there are from (0, 0); return them and how high they are together.

    `compact`: one button leads to all modes.
    """
    look = scene.look
    nice = 24 if look.portrait else 21
    high = look.at_least(PRIMARY_MM + (nice - PRIMARY_MM) * comfort)
    todo, tongues = targets(scene)
    wide = compact and not look.portrait
    if tongues and tongues[0].deed is Ask.LANGUAGES:
        tongues = [in_lines(look, tongues[0], width * 3 // 4 - look.gap if wide else width)]
    if compact:
        words = scene.write(NOT_CLEAR)
        todo = [Target("modes", Box(0, 0, 0, 0), Style.MODE, words, (words,), 0, Ask.MODES, "a-large-small")]
    in_one = [*todo, *tongues]
    rows = (
        [in_one]
        if not look.portrait and _fit(look, in_one, width)
        else [in_one]
        if wide
        else [*_rows(look, todo, width), *_rows(look, tongues, width)]
    )
    return in_place(look, rows, width, high, shares=(1.0, 3.0) if wide and len(in_one) > 1 else ())


def in_lines(look: Look, button: Target, width: int) -> Target:
    """Break the names on a button so wide."""
    lines = broken(button.words, look.body, width - button_air(look.body, icon=True), bold=True)
    return replace(button, lines=lines)


def in_place(
    look: Look, rows: list[list[Target]], width: int, high: int, *, across: int = 0, shares: tuple[float, ...] = ()
) -> tuple[list[Target], int]:
    """Place rows of modes under one another from (0, 0), each at least `high` pixels high; return how high they are together.

    A row shares its width among its own, or among `across` where that is more, evenly or by `shares`. What is too long for one
    line of its button stands on more.
    """
    placed: list[Target] = []
    at = 0
    for members in rows:
        columns = Box(0, at, width, high).columns(max(across, len(members)), look.gap, shares)
        texts = [text for m in members for text in (*m.lines, *m.note)]
        lines = max(len(m.lines) + len(m.note) for m in members)
        tall = max(high, round(lines * spoken().spacing * look.body) + look.mm(4)) if lines > 1 else high
        tall = max(tall, line_height(look.body) + look.mm(3))
        if any(m.deed is Ask.LANGUAGES for m in members):  # names in scripts of every height
            tall = max(tall, round(lines * _HIGHEST * look.body) + look.mm(3))
        room = tall - look.mm(3) - (lines - 1) * line_height(look.body)
        leading = _HIGHEST if any(m.key.startswith("language") for m in members) else 0.0
        larger = (look.scaled(1.25), look.scaled(1.1)) if all(len(m.lines) == 1 for m in members) else ()
        sizes = [px for px in larger if max(line_height(px), leading * px) <= room]
        px = button_px(texts, [*sizes, look.body], columns[0].w, icon=any(m.icon for m in members))
        own = [replace(m, px=px, note_px=look.body) for m in members]
        own = [_broken(m, column.w) for m, column in zip(own, columns, strict=False)]
        needed = max(len(m.lines) + len(m.note) for m in own)
        if needed > lines:
            tall = max(tall, line_height(px) * needed + look.mm(3))
        deep = any(sum(reach_of(m.lines, px) or ()) > line_height(px) for m in own)  # a name in a taller script
        if deep and not any(m.deed is Ask.LANGUAGES for m in members):
            tall = max(tall, round((line_height(px) * (needed - 1)) + _HIGHEST * px) + look.mm(4))
        tall = max(tall, *(_long(m) + look.mm(6) if m.columns else 0 for m in own))
        placed += [replace(m, box=Box(c.x, at, c.w, tall)) for m, c in zip(own, columns, strict=False)]
        at += tall + look.gap
    return placed, at - look.gap


def _broken(mode: Target, width: int) -> Target:
    """Break the words and the note of a mode for a button so wide, where they don't fit as they are."""
    room = width - button_air(mode.px, icon=bool(mode.icon) or mode.on)
    words = mode.lines
    if mode.columns:
        return mode
    if any(width_of(line, mode.px, bold=True) > room for line in words):
        words = broken(joined(words), mode.px, room, bold=True)
    return replace(mode, lines=words, note=broken(joined(mode.note), mode.note_px, room))


def _long(button: Target) -> int:
    """Pixels that the words of a button need from top to bottom, where they run down."""
    name = width_of(joined(button.lines), button.px, bold=True)
    return max(name, width_of(joined(button.note), button.note_px))


def _fit(look: Look, members: list[Target], width: int) -> bool:
    room = (width - look.gap * (len(members) - 1)) // len(members)
    return all(fits_button(t, look.body, room, icon=bool(m.icon)) for m in members for t in (*m.lines, *m.note))


def _rows(look: Look, members: list[Target], width: int) -> list[list[Target]]:
    for across in range(len(members), 0, -1):
        rows = [members[n : n + across] for n in range(0, len(members), across)]
        even = len({len(row) for row in rows}) == 1
        if across == 1 or (even and all(_fit(look, row, width) for row in rows)):
            return rows
    return []
