"""What a button is called aloud when it is pressed, and whether others may hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.languages import CHINESE
from kiosk.core.page import Choose, EnterDigits, Panel
from kiosk.core.spoken import spoken_digits
from kiosk.core.text import Label
from kiosk.ui.items import Digit, Give, Present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.text import Text
    from kiosk.ui.items import Target
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
        text = next(
            (text for text in _labels(scene) if scene.write(text) in (target.words, "".join(target.lines))), None
        )
        if text is None:
            return Label(target.words, "", private=True)
        known = page.header is not None and text.message not in TELL_NOTHING
        return Label(scene.write(text), text.spoken(scene.wording.chinese), private=text.private or known)
    words = "".join(target.lines) or target.words
    now = scene.showing.presentation.language
    foreign = now != CHINESE or (isinstance(target.deed, Present) and target.deed.presentation.language != now)
    return Label(words, "" if foreign else words)


def _labels(scene: Scene) -> Iterator[Text]:
    page = scene.page
    yield from (action.label for action in page.actions)
    if isinstance(page, Choose):
        yield from (choice.label for choice in page.choices)
    if isinstance(page, Panel):
        yield from (gauge.action.label for gauge in page.gauges if gauge.action is not None)
