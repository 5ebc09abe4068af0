"""What a view needs to lay out one page: the page as it is shown now, its look and wording, and what was done on it."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Chart, Choose, Modes, Night, Review, Table
from kiosk.core.stage import sentences
from kiosk.core.text import Count, Money
from kiosk.core.values import dataclass
from kiosk.core.years import YearsAndMonths
from kiosk.screens.phrases import SEE_THE_SCREEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.stage import Showing
    from kiosk.core.text import Text, Wording
    from kiosk.ui.theme import Look

SECONDS: Final = "seconds"
"""A sentence with a value of this name counts down: the value is what is left, a ring shows it."""

HOMES: Final = frozenset({"home", "what_else"})
"""Pages that are home to a person who is already known, too."""


@dataclass()
class Memory:
    """What was done on a page that its answer does not hold: the sheet turned to, the digits typed. Forgotten with it."""

    sheet: int = 0
    digits: str = ""
    wrong: Text | None = None
    offers: bool = False
    """Larger text and help are offered to who has missed what they meant."""
    keys: str = ""
    """The order of a shuffled pad's digits, once it was put up."""


@dataclass(frozen=True)
class Scene:
    """One page to lay out."""

    showing: Showing
    look: Look
    wording: Wording
    now: datetime
    places: PlaceConfig
    memory: Memory = field(default_factory=Memory)
    languages: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """The languages that are offered, by code, and whether each is a draft."""
    seconds_left: float | None = None
    seconds_whole: float = 1.0
    speaks: bool = True
    """Whether there is a voice to offer."""

    @property
    def page(self) -> Page[object]:
        """The page."""
        return self.showing.page

    @property
    def simple(self) -> bool:
        """Whether it is shown in 简洁版."""
        return self.look.simple

    @property
    def home(self) -> bool:
        """Whether it is home, before or after a card was put."""
        return self.idle or (self.page.name in HOMES and self.showing.phase is None)

    @property
    def idle(self) -> bool:
        """Whether this is home and nobody is being served, not even a card read."""
        return self.page.idle and isinstance(self.page, Choose) and self.showing.phase is None

    @property
    def offers_modes(self) -> bool:
        """Whether the modes stand on the page itself."""
        return self.home or isinstance(self.page, Modes)

    @property
    def shows_time(self) -> bool:
        """Whether it changes with the clock's minute."""
        return self.idle or isinstance(self.page, Night)

    @property
    def counts_down(self) -> bool:
        """Whether the page says how long it still stands."""
        texts = (self.page.title, *self.page.body)
        return self.seconds_left is not None and any(SECONDS in text.values for text in texts)

    def write(self, text: Text) -> str:
        """Return the characters of a text, with the seconds that are left now."""
        if self.seconds_left is not None and SECONDS in text.values:
            text = replace(text, values={**text.values, SECONDS: Count(round(self.seconds_left))})
        return text.written(self.wording)

    @property
    def title(self) -> str:
        """The title that holds now."""
        return self.write(sentences(self.showing)[0])

    @property
    def body(self) -> tuple[str, ...]:
        """The sentences that hold now; those left out in 简洁版 are not among them."""
        return tuple(filter(None, map(self.write, sentences(self.showing)[1:])))

    @property
    def has_figures(self) -> bool:
        """Whether private amounts or years are to be seen, so that they can be covered."""
        page = self.page
        if page.figure is not None:
            return page.figure.private
        texts: Iterable[Text] = (page.title, *page.body)
        if isinstance(page, Review | Table):
            texts = (*texts, *(row.figure for row in page.rows), *(row.label for row in page.rows))
        bars = page.bars if isinstance(page, Chart) else ()
        return any(bar.figure.private for bar in bars) or any(
            isinstance(value, (Money, YearsAndMonths)) and value.private
            for text in texts
            if text.written(self.wording)
            for value in text.values.values()
        )

    @property
    def can_be_read(self) -> bool:
        """Whether the loudspeaker keeps back what the page says, and may say it to who agrees (念给我听).

        It does of figures, of a paper, and wherever it only sends people to the screen: who can't read learns nothing there.
        Over a page that lies over the visit nothing is asked, and while figures are covered for who helps nothing is read.
        """
        showing, assistance = self.showing, self.showing.assistance
        if not self.speaks or showing.laid_over or (assistance is not None and assistance.covered):
            return False
        sent = any(SEE_THE_SCREEN in text.message for text in self.page.loudspeaker)
        return self.has_figures or bool(self.page.paper) or (sent and not showing.for_staff)
