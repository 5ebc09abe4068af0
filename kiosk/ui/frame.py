"""The places round a page's content that never move: banner, header, title, band and actions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Modes, Slot, Tone
from kiosk.core.staff import Figures
from kiosk.core.text import Day, Word, say
from kiosk.ui import hearing, modes
from kiosk.ui.footer import invitation_of
from kiosk.ui.items import Ask, Box, Give, Icon, Item, Plate, Style, Target, Words
from kiosk.ui.theme import PRIMARY_MM
from kiosk.ui.words import broken, button_air, fitting, line_height, width_of

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene
    from kiosk.ui.theme import Look

SERVICE: Final = say("社会保险自助服务")
CUT_OFF: Final = "数据到{day}"
WEEKDAYS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
HELPS_YOU: Final = "工作人员正在帮您　工号{number}"
HELPED: Final = say("帮完了")
SHOW_STAFF: Final = say("给工作人员看")
READ: Final = say("念给我听")
COVER: Final = say("遮住数字")
UNCOVER: Final = say("看数字")
STYLES: Final = {Tone.GO: Style.GO, Tone.PLAIN: Style.PLAIN, Tone.TROUBLE: Style.TROUBLE}
ROW_OF_BUTTONS: Final = 3
LANDSCAPE_BUTTONS: Final = 5
TOGETHER: Final = 4
"""So many buttons stand in one line with the green one in landscape; more go under it."""


def whole(look: Look) -> Box:
    """Everything within the margins."""
    return Box(0, 0, look.width, look.height).inside(look.margin, round(look.margin * 0.8))


# -- above the content ------------------------------------------------------------------------------------------


def banner(scene: Scene) -> tuple[list[Item], int]:
    """Who helps, across the whole screen, with the button that ends it; and how high it is."""
    look, assistance = scene.look, scene.showing.assistance
    if assistance is None:
        return [], 0
    number = Word(str(assistance.member.number))
    text, done = scene.write(say(HELPS_YOU, number=number)), HELPED.written(scene.wording.chinese)  # who helps reads it
    high, pad = look.primary + look.mm(6), look.margin
    px = fitting((done,), look.labels(look.primary), look.width // 3, bold=True)
    wide = max(look.mm(40), width_of(done, px, bold=True) + button_air(px, icon=False) + 2)
    button = Box(look.width - pad - wide, look.mm(1) + (high - (look.mm(1) + look.primary)) // 2, wide, look.primary)
    side = round(look.body * 1.5)
    left = pad + side + look.body // 2
    room = button.x - look.gap - left
    size = fitting((text,), (look.scaled(1.2), look.body), room, bold=True)
    lines = broken(text, size, room, bold=True)
    words = len(lines) * line_height(size)
    high = max(high, words + look.mm(4))
    middle = look.mm(1) + (high - look.mm(1)) // 2
    made: list[Item] = [
        Plate("staff-banner", Box(pad // 2, look.mm(1), look.width - pad, high - look.mm(1)), "staff",
              "staff" if not look.colours.frame else "frame"),
        Icon("staff-icon", Box(pad, middle - side // 2, side, side), "users", "on_staff"),
        Words("staff-words", Box(left, middle - words // 2, room, words + 2), lines, size, bold=True, colour="on_staff",
              ground="staff"),
    ]  # fmt: skip
    if not scene.page.seals and not scene.showing.laid_over:
        made.append(Target("helped", button, Style.PLAIN, done, (done,), px, Ask.HELPED))
    return made, high


def header(scene: Scene, box: Box, *, tight: bool = False) -> tuple[list[Item], int]:
    """The greeting or the service's name at left; the day the data reach to and, at home, the time at right.

    `tight`: what would need a line of its own is left out.
    """
    look, page = scene.look, scene.page
    px = look.body
    left = scene.write(SERVICE if page.header is None else page.header.greeting)
    cut_off = scene.showing.cut_off if page.header is None else page.header.cut_off
    data = "" if cut_off is None else scene.write(say(CUT_OFF, day=Day(cut_off, scene.now.year)))
    room = box.w - width_of(left, px, bold=True) - 2 * px
    hands = f"{scene.now.hour}:{scene.now.minute:02d}"
    day = scene.wording.put(Day(scene.now.date(), scene.now.year))
    weekday = scene.write(say(WEEKDAYS[scene.now.weekday()]))
    clock = (f"{day} {weekday} {hands}", f"{day} {hands}", hands) if scene.idle else ("",)
    rights = [(data, time) for time in clock] + ([(data, "")] if data else [])
    for right in rights:
        parts = [part for part in right if part]
        if sum(width_of(part, px) for part in parts) + 2 * px * max(0, len(parts) - 1) <= room:
            break
    else:
        parts = [part for part in rights[-1] if part]
    high = line_height(px)
    made: list[Item] = []
    lines = broken(left, px, box.w, bold=True)
    made.append(
        Words(
            "greeting",
            Box(box.x, box.y, min(box.w, width_of(left, px, bold=True) + 2), high * len(lines)),
            lines,
            px,
            bold=True,
        )
    )
    if tight and sum(width_of(part, px) for part in parts) > room:
        return made, high * len(lines)
    if parts and width_of(parts[0], px) > box.w:  # longer than the whole line
        under = broken(parts[0], px, box.w)
        below = Box(box.x, box.y + high * len(lines), box.w, high * len(under))
        return [*made, Words("header0", below, under, px, colour="quiet")], high * (len(lines) + len(under))
    at, down = box.right, 0
    if sum(width_of(part, px) for part in parts) > room or len(lines) > 1:
        down = high * len(lines)
    rightmost: list[Item] = []
    for number, part in reversed(tuple(enumerate(parts))):
        wide = width_of(part, px) + 2
        at -= wide
        rightmost.append(Words(f"header{number}", Box(at, box.y + down, wide, high), (part,), px, colour="quiet"))
        at -= 2 * px
    made += reversed(rightmost)
    return made, high * len(lines) + (high if down else 0)


def in_header(item: Item) -> bool:
    """Whether an item is one of the header's."""
    return item.key.startswith(("greeting", "header"))


def title(scene: Scene, box: Box, comfort: float) -> tuple[list[Item], int]:
    """The one question or statement of the page."""
    sizes = scene.look.titles()
    sizes = sizes if comfort else sizes[2:]
    text = scene.title
    px = fitting((text,), sizes, box.w, bold=True)
    lines = broken(text, px, box.w, bold=True)
    high = line_height(px) * len(lines)
    return [Words("title", box.top(high), lines, px, bold=True)], high


def band(scene: Scene, box: Box, text: str, name: str) -> tuple[list[Item], int]:
    """A sentence that must not be overlooked, with its sign."""
    look = scene.look
    pad, side = look.mm(5), round(look.body * 1.5)
    px = fitting((text,), (look.scaled(1.15), look.body), box.w - 3 * pad - side, bold=True)
    lines = broken(text, px, box.w - 3 * pad - side, bold=True)
    high = max(look.mm(18 if look.portrait else 14), len(lines) * line_height(px) + pad)
    plate = box.top(high)
    words = len(lines) * line_height(px)
    return [
        Plate("band", plate, "soft", "soft" if not look.colours.frame else "frame"),
        Icon("band-icon", Box(box.x + pad, box.y + (high - side) // 2, side, side), name),
        Words("band-words", Box(box.x + 2 * pad + side, box.y + (high - words) // 2, box.w - 3 * pad - side, words), lines,
              px, bold=True, colour="on_soft", ground="soft"),
    ], high  # fmt: skip


def top(scene: Scene, box: Box, comfort: float, *, tight: bool = False) -> tuple[list[Item], int]:
    """Header, title and band; and how high they are together, with the gap under them.

    `tight`: see `header`; a page of modes or languages, and one under somebody's banner, has none then.
    """
    look = scene.look
    made: list[Item] = []
    at = 0
    if not tight or (scene.home and scene.showing.assistance is None):
        made, high = header(scene, box, tight=tight)
        at = high + round(look.gap * (1.0 if comfort else 0.3))
    more, high = title(scene, box.below(at), comfort)
    made += more
    at += high + round(look.gap * (0.7 if comfort else 0.3))
    bands: list[tuple[str, str]] = []
    if scene.page.band is not None and scene.showing.phase is None and (text := scene.write(scene.page.band)):
        bands.append((text, "id-card" if scene.page.hand in (Slot.ID_READER, None) else "info"))
    if (invitation := invitation_of(scene)) is not None and (text := scene.write(invitation)):
        bands.append((text, "id-card"))
    for number, (text, name) in enumerate(bands):
        more, high = band(scene, box.below(at), text, name)
        made += [replace(item, key=f"{item.key}{number}") for item in more]
        at += high + look.gap
    return made, at


# -- below the content ------------------------------------------------------------------------------------------


def buttons(scene: Scene) -> list[Target]:
    """The page's actions, 念给我听 where something is kept back, 遮住数字 where there are figures; without a place yet."""
    if scene.showing.phase is not None:
        return []
    made: list[Target] = []
    taken: set[str] = set()

    def add(key: str, words: str, style: Style, deed: Give | Ask, icon: str) -> None:
        if words and words not in taken:
            taken.add(words)
            made.append(Target(key, Box(0, 0, 0, 0), style, words, (words,), 0, deed, icon))

    for number, action in enumerate(scene.page.actions):
        add(f"action{number}", scene.write(action.label), STYLES[action.tone], Give(action.value), action.icon)
    assistance = scene.showing.assistance
    if scene.has_figures and assistance is not None and assistance.covered:
        if assistance.figures is not Figures.NEVER:
            add("consent", scene.write(SHOW_STAFF), Style.PLAIN, Ask.CONSENT, "eye")
    else:
        if scene.can_be_read:
            add("read", scene.write(READ), Style.PLAIN, Ask.READ_ALOUD, "volume-2")
        if scene.has_figures:
            made.append(modes.cover_button(scene, UNCOVER if scene.wording.covered else COVER))
    return [*made, *_besides(scene)]


def _besides(scene: Scene) -> list[Target]:
    """听不清 beside the modes, where there is a voice; larger text for who has missed often."""
    unclear = hearing.way(scene) if isinstance(scene.page, Modes) and hearing.offered(scene) else None
    return [target for target in (unclear, modes.offer(scene)) if target is not None]


def actions(scene: Scene, width: int, comfort: float) -> tuple[list[Target], int]:
    """Place the buttons in rows, from (0, 0); return them and how high they are together."""
    look = scene.look
    if scene.home and not scene.page.actions:
        return [], 0
    todo = buttons(scene)
    if not todo:
        return [], 0
    first = [b for b in todo if b.style is Style.GO][:1]
    rest = [b for b in todo if b not in first]
    rows: list[list[Target]]
    if look.portrait:
        rows = ([first] if first else []) + _in_rows(look, rest, width)
    else:
        together = [*first, *rest]
        rows = [together] if _fits(look, together, width) and len(together) <= TOGETHER else []
        rows = rows or ([first] if first and len(rest) > 1 else []) + _in_rows(
            look, rest if len(rest) > 1 else together, width
        )
    placed: list[Target] = []
    at = 0
    for members in rows:
        go = any(b.style is Style.GO for b in members)
        nice = (34 if go else 27) if look.portrait else 22
        high = look.at_least(PRIMARY_MM + (nice - PRIMARY_MM) * comfort)
        sizes = look.labels(high)
        if go and len(members) == 1 and look.scaled(1.7) * 1.5 <= high:
            sizes = (look.scaled(1.7), *sizes)
        columns, px = _columns(look, members, Box(0, at, width, high), sizes)
        lines = [
            broken(b.words, px, column.w - button_air(px, icon=bool(b.icon)), bold=True)
            for b, column in zip(members, columns, strict=True)
        ]
        high = max(high, max(map(len, lines)) * line_height(px) + look.mm(4))
        for button, column, own in zip(members, columns, lines, strict=True):
            placed.append(replace(button, box=Box(column.x, at, column.w, high), lines=own, px=px))
        at += high + look.gap
    return placed, at - look.gap


def _columns(look: Look, members: list[Target], line: Box, sizes: tuple[int, ...]) -> tuple[tuple[Box, ...], int]:
    """Share a line among buttons: evenly, the green one wider, or by their words where that lets these be larger."""
    even = tuple(1.5 if b.style is Style.GO else 1.0 for b in members)
    for px in sizes:
        natural = _natural(members, px)
        for weights in (even, (1.0,) * len(members), natural):
            columns = line.columns(len(members), look.gap, weights)
            if all(column.w >= need for column, need in zip(columns, natural, strict=True)):
                return columns, px
    return line.columns(len(members), look.gap), sizes[-1]


def _natural(members: list[Target], px: int) -> tuple[int, ...]:
    """Pixels that each button's words need."""
    return tuple(width_of(b.words, px, bold=True) + button_air(px, icon=bool(b.icon)) + 2 for b in members)


def _fits(look: Look, members: list[Target], width: int) -> bool:
    px = look.scaled(1.1) if not look.large else look.body
    return sum(_natural(members, px)) + look.gap * (len(members) - 1) + len(members) <= width


def _in_rows(look: Look, members: list[Target], width: int) -> list[list[Target]]:
    """Spread buttons over rows of at most three, as many beside each other as their words allow."""
    for across in range(min(ROW_OF_BUTTONS if look.portrait else LANDSCAPE_BUTTONS, len(members)), 0, -1):
        count = -(-len(members) // across)
        size = -(-len(members) // count)
        rows = [members[n : n + size] for n in range(0, len(members), size)]
        if across == 1 or all(_fits(look, row, width) for row in rows):
            return rows
    return []


def moved(target: Target, x: int, y: int) -> Target:
    """Return a target moved by so many pixels."""
    box = target.box
    return replace(target, box=Box(box.x + x, box.y + y, box.w, box.h))
