"""The footer, whose places are the same on every page: 上一步, 退出, 看不清 and 请人帮忙; at home what is asked first."""

from __future__ import annotations

from operator import le
from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CHINESE
from kiosk.core.text import say
from kiosk.ui.items import Ask, Box, Item, Style, Target, Words
from kiosk.ui.words import broken, button_air, joined, line_height, longest_piece, width_of

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
MOST_MM: Final = (90, 90, 90, 100)
"""How wide the places become in landscape, in Chinese: words of other languages are longer."""


def invitation_of(scene: Scene) -> Text | None:
    """Home's first sentence, where a card may come first."""
    page = scene.page
    return page.body[0] if scene.idle and page.hand is not None and page.body else None


def footer_height(scene: Scene, width: int) -> int:
    """Pixels of the footer's buttons: the same on every page of one presentation. Where words are long they stand on lines."""
    look = scene.look
    high = max(look.at_least(27 if look.portrait else 22), line_height(look.body) + look.mm(3))
    shared, px, icons = places(scene, Box(0, 0, width, high))
    rows = max(
        len(_lines(scene, text, where, px, icons=icons))
        for text, where in zip((BACK, _longer(scene), MODES, HELP), shared, strict=True)
    )
    return high if rows == 1 else max(high, rows * line_height(px) + look.mm(3))


def _longer(scene: Scene) -> Text:
    """The longer of what may stand in the middle."""
    return max(LEAVE, ENOUGH, key=lambda text: len(scene.write(text)))


def _lines(scene: Scene, text: Text, where: Box, px: int, *, icons: bool) -> tuple[str, ...]:
    """Return the words of a place as they are broken for it."""
    air = button_air(px, icon=icons or text is HELP)
    return broken(scene.write(text), px, where.w - air, bold=True)


def places(scene: Scene, box: Box) -> tuple[tuple[Box, Box, Box, Box], int, bool]:
    """Share the footer's width among its four places; return them, the pixel size of their words, and whether all have icons.

    They are the same on every page of one presentation, whichever of them apply.
    """
    wide, px, icons = _shares(scene, box)
    between = (box.w - sum(wide)) / 3
    edges = [round(box.x + sum(wide[:n]) + between * n) for n in range(3)]
    left, middle, quiet = (Box(at, box.y, own, box.h) for at, own in zip(edges, wide, strict=False))
    return (left, middle, quiet, Box(box.right - wide[3], box.y, wide[3], box.h)), px, icons


def _shares(scene: Scene, box: Box) -> tuple[list[int], int, bool]:
    """Return how wide each place is, what its words need and as much of what is left as the others.

    Where the icons would leave the words too little room, only 请人帮忙 keeps its own.
    """
    look = scene.look
    texts = (BACK, _longer(scene), MODES, HELP)
    room = box.w - 3 * look.gap
    sizes = look.labels(box.h)
    if scene.wording.language != CHINESE:  # letters that reach below their line need more air
        sizes = tuple(px for px in sizes if line_height(px) + look.mm(3) <= box.h) or sizes[-1:]
    tries = [(px, icons) for icons in (True, False) for px in sizes]
    needs = [
        [width_of(scene.write(text), px, bold=True) + button_air(px, icon=icons or text is HELP) + 2 for text in texts]
        for px, icons in tries
    ]
    free = look.portrait or scene.wording.language != CHINESE
    most = [room if free else look.mm(own) for own in MOST_MM]
    chosen = next((n for n, need in enumerate(needs) if sum(need) <= room and all(map(le, need, most))), None)
    if chosen is None:
        return _narrow(scene, needs[-1], most, room), tries[-1][0], False
    px, icons = tries[chosen]
    spare = (room - sum(needs[chosen])) / len(texts)
    return [min(int(need + spare), own) for need, own in zip(needs[chosen], most, strict=True)], px, icons


def _narrow(scene: Scene, needs: list[int], most: list[int], room: int) -> list[int]:
    """Return how wide each place is where words stand on several lines: its longest word, and a share of what is left."""
    px = scene.look.labels()[-1]
    texts = (BACK, _longer(scene), MODES, HELP)
    least = [
        max(
            scene.look.primary,
            longest_piece(scene.write(text), px, bold=True) + button_air(px, icon=text is HELP) + 2,
        )
        for text in texts
    ]
    wanted = [max(0, need - own) + 1 for need, own in zip(needs, least, strict=True)]
    spare = max(0, room - sum(least))
    return [min(own + spare * more // sum(wanted), limit) for own, more, limit in zip(least, wanted, most, strict=True)]


def footer(scene: Scene, box: Box) -> list[Item]:
    """上一步 left, 退出 in the middle, 看不清 beside 请人帮忙 right; at home the trust line and the hint first."""
    showing = scene.showing
    (left, middle, quiet, right), px, icons = places(scene, box)
    made: list[Item] = []

    def put(key: str, where: Box, text: Text, ask: Ask, icon: str) -> None:
        words = scene.write(text)
        lines = _lines(scene, text, where, px, icons=icons)
        made.append(Target(key, where, Style.PLAIN, words, lines, px, ask, icon if icons else ""))

    touchable = showing.phase is None
    if touchable and showing.can_go_back and scene.page.footer.back:
        put("back", left, BACK, Ask.BACK, "arrow-left")
    if showing.late:
        put("leave", middle, ENOUGH, Ask.LEAVE, "x")
    elif touchable and scene.page.footer.leave and not scene.idle and not showing.laid_over:
        put("leave", middle, LEAVE, Ask.LEAVE, "log-out")
    if scene.idle:
        made += _trust(scene, Box(box.x, box.y, right.x - scene.look.gap - box.x, box.h))
    if scene.page.footer.help:
        if not scene.offers_modes:
            put("modes", quiet, MODES, Ask.MODES, "a-large-small")
        words, beckons = scene.write(HELP), scene.memory.offers
        lines = _lines(scene, HELP, right, px, icons=icons)
        made.append(Target("help", right, Style.HELP, words, lines, px, Ask.HELP, "bell-ring", beckons=beckons))
    return made


def _trust(scene: Scene, box: Box) -> list[Item]:
    """Answer what people are afraid of: 不收钱，不问密码. Beside or under it the hint; large, it takes the line's place.

    The room of a hint is kept before it comes up, so that nothing else moves then.
    """
    px, hint = scene.look.body, scene.page.hint
    step = line_height(px)
    trust: list[str] = []
    for text in scene.page.body:
        if text is not invitation_of(scene):
            trust += broken(scene.write(text), px, box.w)
    said = [scene.write(text) for text in hint.sentences] if hint is not None else []
    one = joined(said)
    first, second = width_of(joined(trust), px), width_of(one, px, bold=True)
    hints = [one] if one and second <= box.w else [line for text in said for line in broken(text, px, box.w, bold=True)]
    if step * len(hints) > box.h:  # in a language with long words only what to do is said, or nothing
        last = broken(said[-1], px, box.w, bold=True)
        hints = list(last) if step * len(last) <= box.h else []
    high = step * (len(trust) + len(hints))
    trust_box = hint_box = box
    if len(trust) <= 1 and first + 2 * px + second <= box.w:
        trust_box = Box(box.x, box.y, first, box.h)
        hint_box = Box(box.right - second, box.y, second, box.h)
    elif high <= box.h:
        trust_box = Box(box.x, box.y + (box.h - high) // 2, box.w, step * len(trust))
        hint_box = Box(box.x, trust_box.bottom, box.w, step * len(hints))
    elif scene.showing.hint:
        trust = []
    made: list[Item] = []
    if trust:
        made.append(_beside_help("trust", trust_box, trust, px, bold=False))
    if scene.showing.hint and hints:
        made.append(_beside_help("hint", hint_box, hints, px, bold=True))
    return made


def _beside_help(key: str, box: Box, lines: Sequence[str], px: int, *, bold: bool) -> Words:
    """Place lines in the middle of a box's height."""
    high = line_height(px) * len(lines)
    return Words(key, Box(box.x, box.y + (box.h - high) // 2, box.w, high), tuple(lines), px, bold=bold)
