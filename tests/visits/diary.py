"""What a terminal shows, noted page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.core.stage import PageEnded, Showing


class Diary:
    """A stage that notes the pages that stood, by name, and how they ended."""

    def __init__(self) -> None:
        self.showing: Showing | None = None
        self.pages: list[str] = []
        self.endings: list[PageEnded] = []
        self.overs = 0
        self._ticket: int | None = None

    def show(self, showing: Showing) -> None:
        """Note a page once for as long as it stands."""
        if showing.ticket != self._ticket:
            self._ticket = showing.ticket
            self.pages.append(showing.page.name)
        self.showing = showing

    def ended(self, ending: PageEnded) -> None:
        """Note how it ended."""
        self.endings.append(ending)

    def over(self) -> None:
        """The visit is over."""
        self.showing, self._ticket = None, None
        self.overs += 1
