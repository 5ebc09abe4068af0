"""The footer, whose places are the same on every page: 上一步, 退出, 看不清 and 请人帮忙; at home what is asked first."""

from __future__ import annotations

from operator import le
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.core.languages import CHINESE
from kiosk.core.text import say
from kiosk.ui import hearing
from kiosk.ui.items import Ask, Box, Item, Style, Target, Words
from kiosk.ui.words import broken, button_air, joined, line_height, spoken, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.core.text import Text
    from kiosk.ui.scene import Scene

BACK: Final = say("上一步")
LEAVE: Final = say("退出", short="不办了")
ENOUGH: Final = say("不等了")
"""What stands in place of 退出 once something takes long. Its place is as wide as the longer of both needs it."""
MODES: Final = say("看不清")
HELP: Final = say("请人帮忙")
MOST_OF_HINTS: Final = 0.13
"""The share of the panel's height that home's hint takes at most."""
MOST_MM: Final = (90, 90, 90, 100)
"""How wide the places become in landscape in Chinese, where words on one line don't need more."""


def invitation_of(scene: Scene) -> Text | None:
    """Home's first sentence, where a card may come first."""
    page = scene.page
    return page.body[0] if scene.idle and page.hand is not None and page.body else None


class Share(NamedTuple):
    """How the footer is shared: how wide and high its places are, the pixel size of their words, and whether all have icons."""

    wide: tuple[int, ...]
    high: int
    px: int
    icons: bool


def share(scene: Scene) -> Share:
    """Share the footer among its four places, which are the same on every page of one presentation, whichever apply.

    Each has what its words need and as much of what is left as the others. Where the icons would leave the words too little
    room, only 请人帮忙 keeps its own; where a line is too short for them, they stand on two or three.
    """
    look = scene.look
    texts = (BACK, _longer(scene, LEAVE, ENOUGH), _longer(scene, MODES, hearing.UNCLEAR), HELP)
    room = look.width - 2 * look.margin - 3 * look.gap
    high = max(look.at_least(27 if look.portrait else 22), line_height(look.body) + look.mm(3))
    chinese = scene.wording.language == CHINESE
    usual = [look.mm(own) if chinese and not look.portrait else room for own in MOST_MM]
    most, sizes = [room] * len(texts), look.labels(high)
    if not chinese:  # letters that reach below their line need more air
        sizes = tuple(px for px in sizes if line_height(px) + look.mm(3) <= high) or sizes[-1:]
    tries = [(1, px, icons, usual) for icons in (True, False) for px in sizes]
    need, count, px, icons = [0], 1, look.body, False
    for count, px, icons, most in (*tries, *((lines, look.body, False, most) for lines in (1, 2, 3))):
        need = [
            _narrowest(scene.write(text), px, count) + button_air(px, icon=icons or text is HELP) + 2 for text in texts
        ]
        if sum(need) <= room and all(map(le, need, most)):
            break
    spare = (room - sum(need)) / len(texts)
    wide = tuple(min(int(own + spare), widest) for own, widest in zip(need, most, strict=True))
    return Share(wide, high if count == 1 else max(high, line_height(px) * count + look.mm(2)), px, icons)


def _longer(scene: Scene, *texts: Text) -> Text:
    """Return the text that is the longest, the first where they are as long."""
    return max(texts, key=lambda text: width_of(scene.write(text), scene.look.body, bold=True))


def _narrowest(words: str, px: int, count: int) -> int:
    """Pixels across that words on so many lines need."""
    wide = width_of(words, px, bold=True) // count
    while len(broken(words, px, wide, bold=True)) > count:
        wide += max(1, px // 8)
    return wide


def footer_height(scene: Scene) -> int:
    """Pixels of the footer's buttons: the same on every page of one presentation."""
    return share(scene).high


def height_above(scene: Scene) -> int:
    """Pixels over its buttons that home's hint takes, where it needs more lines than they are high."""
    if not scene.idle:
        return 0
    look, (wide, high, *_) = scene.look, share(scene)
    ends = places(Box(look.margin, 0, look.width - 2 * look.margin, high), wide)[2 if _unclear(scene) else 3].x
    hints = _hints(scene, ends - look.gap - look.margin)
    return max(0, line_height(look.body) * len(hints) - high)


def _unclear(scene: Scene) -> bool:
    """Whether home asks who can't hear it well."""
    return scene.home and hearing.offered(scene)


def places(box: Box, wide: Sequence[int]) -> tuple[Box, Box, Box, Box]:
    """Return the four places in the footer's box."""
    between = (box.w - sum(wide)) / 3
    edges = [round(box.x + sum(wide[:n]) + between * n) for n in range(3)]
    left, middle, quiet = (Box(at, box.y, own, box.h) for at, own in zip(edges, wide, strict=False))
    return left, middle, quiet, Box(box.right - wide[3], box.y, wide[3], box.h)


def footer(scene: Scene, box: Box) -> list[Item]:
    """上一步 left, 退出 in the middle, 看不清 beside 请人帮忙 right; at home the trust line and the hint first.

    Home has the modes on itself; where it speaks, the place beside 请人帮忙 is for who can't hear it well.
    """
    showing = scene.showing
    wide, _, px, icons = share(scene)
    left, middle, quiet, right = places(box, wide)
    made: list[Item] = []

    def put(key: str, where: Box, text: Text, ask: Ask, icon: str) -> None:
        own = icon if icons or text is HELP else ""
        words = scene.write(text)
        lines = broken(words, px, where.w - button_air(px, icon=bool(own)), bold=True)
        style, beckons = (Style.HELP, scene.memory.offers) if text is HELP else (Style.PLAIN, False)
        made.append(Target(key, where, style, words, lines, px, ask, own, beckons=beckons))

    touchable = showing.phase is None
    if touchable and showing.can_go_back and scene.page.footer.back:
        put("back", left, BACK, Ask.BACK, "arrow-left")
    if showing.late:
        put("leave", middle, ENOUGH, Ask.LEAVE, "x")
    elif touchable and scene.page.footer.leave and not scene.idle and not showing.laid_over:
        put("leave", middle, LEAVE, Ask.LEAVE, "log-out")
    unclear = _unclear(scene)
    if scene.idle:
        above, end = height_above(scene), quiet.x if unclear else right.x
        made += _trust(scene, Box(box.x, box.y - above, end - scene.look.gap - box.x, box.h + above))
    if scene.page.footer.help:
        if not scene.offers_modes:
            others = any(code != CHINESE for code in scene.languages)  # who can't read 看不清 sees that there is more
            put("modes", quiet, MODES, Ask.MODES, "languages" if others else "a-large-small")
        elif unclear:
            put("hearing", quiet, hearing.UNCLEAR, Ask.VOICE, "volume-2")
        put("help", right, HELP, Ask.HELP, "bell-ring")
    return made


def _trust(scene: Scene, box: Box) -> list[Item]:
    """Answer what people are afraid of: 不收钱，不问密码. Beside or under it the hint; large, it takes the line's place.

    The room of a hint is kept before it comes up, so that nothing else moves then.
    """
    px = scene.look.body
    step = line_height(px)
    trust: list[str] = []
    for text in scene.page.body:
        if text is not invitation_of(scene):
            trust += broken(scene.write(text), px, box.w)
    hints = _hints(scene, box.w)
    first, second = width_of(joined(trust), px), width_of(joined(hints), px, bold=True)
    high = step * (len(trust) + len(hints))
    trust_box = hint_box = box
    if len(trust) <= 1 and first + 2 * px + second <= box.w:
        trust_box = Box(box.x, box.y, first, box.h)
        hint_box = Box(box.right - second, box.y, second, box.h)
    elif high <= box.h:
        trust_box = Box(box.x, box.y + (box.h - high) // 2, box.w, step * len(trust))
        hint_box = Box(box.x, trust_box.bottom, box.w, step * len(hints))
    elif scene.showing.hint or step * len(trust) > box.h + 2 * scene.look.gap:  # more would lie on what is above
        trust = []
    made: list[Item] = []
    if trust:
        made.append(_beside_help("trust", trust_box, trust, px, bold=False))
    if scene.showing.hint and hints:
        made.append(_beside_help("hint", hint_box, hints, px, bold=True))
    return made


def _hints(scene: Scene, width: int) -> list[str]:
    """Return the lines of the page's hint, each of its sentences on lines of its own unless one line will do.

    Where they would take more than a share of the panel, or more than the buttons beside them in a script whose lines are tall
    or stand in columns, only what to do is said: the cards need the room.
    """
    px, hint = scene.look.body, scene.page.hint
    said = [scene.write(text) for text in hint.sentences] if hint is not None else []
    one = joined(said)
    if width_of(one, px, bold=True) <= width:
        return [one] if one else []
    lines = [broken(text, px, width, bold=True) for text in said]
    high = share(scene).high
    most = high if spoken().reach is not None else max(high, round(scene.look.height * MOST_OF_HINTS))
    if line_height(px) * sum(map(len, lines)) > most:
        lines = lines[-1:] if line_height(px) * len(lines[-1]) <= most else []
    return [line for own in lines for line in own]


def _beside_help(key: str, box: Box, lines: Sequence[str], px: int, *, bold: bool) -> Words:
    """Place lines in the middle of a box's height."""
    high = line_height(px) * len(lines)
    return Words(key, Box(box.x, box.y + (box.h - high) // 2, box.w, high), tuple(lines), px, bold=bold)
