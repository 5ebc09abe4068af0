"""What a button is called aloud when it is pressed, or keys have come to it, and whether others may hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CHINESE
from kiosk.core.page import Chart, Choose, EnterDigits, Panel
from kiosk.core.spoken import spoken_digits
from kiosk.core.text import Label, say
from kiosk.ui.items import Digit, Give, Present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.page import Action, Choice
    from kiosk.ui.items import Line, Target
    from kiosk.ui.scene import Scene

TELL_NOTHING: Final = frozenset(
    {
        "更多", "打印", "打印对账单", "看每个月", "更早的", "看图", "换一年", "办完了", "明白了", "知道了", "不打了", "查养老金",
        "查养老认证", "打印权益记录单",
    }
)  # fmt: skip
"""Labels of pages about somebody that say nothing of what was found: others may stand near."""


def label_of(scene: Scene, target: Target) -> Label:
    """Return what a target is called. What tells of the person is private, as is what they type.

    What is typed under cover has no name, nor has a language, nor what every page has while it is shown in another language.
    """
    page = scene.page
    if isinstance(target.deed, Digit):
        covered = isinstance(page, EnterDigits) and page.covered
        said = "" if covered or not target.deed.digit.isdigit() else spoken_digits(target.deed.digit)
        return Label(target.words, said, private=True)
    if isinstance(target.deed, Give):
        of = next((of for of in _offers(scene) if scene.write(of.label) in (target.words, "".join(target.lines))), None)
        if of is None:
            return Label(target.words, "", private=True)
        text = of.label
        known = page.header is not None and text.message not in TELL_NOTHING
        private = of.private or text.private or known
        return Label(scene.write(text), text.spoken(scene.wording.chinese), private=private)
    words = "".join(target.lines) or target.words
    now = scene.showing.presentation.language
    foreign = now != CHINESE or (isinstance(target.deed, Present) and target.deed.presentation.language != now)
    return Label(words, "" if foreign else words)


def label_of_line(scene: Scene, line: Line) -> Label:
    """Return what is said of a bar of a chart that keys have come to: it is the person's."""
    page, number = scene.page, int(line.key.removeprefix("line"))
    if not isinstance(page, Chart) or number >= len(page.bars):
        return Label(line.words, "", private=True)
    bar = page.bars[number]
    parts = (bar.label, say("{figure}", figure=bar.figure))
    return Label(line.words, "，".join(part.spoken(scene.wording.chinese) for part in parts), private=True)


def _offers(scene: Scene) -> Iterator[Action[object] | Choice[object]]:
    page = scene.page
    yield from page.actions
    if isinstance(page, Choose):
        yield from page.choices
    if isinstance(page, Panel):
        yield from (gauge.action for gauge in page.gauges if gauge.action is not None)
