"""In which language papers are beside Chinese: that of the pages the person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.languages import CHINESE

if TYPE_CHECKING:
    from kiosk.core.stage import PageEnded, Showing


class PaperLanguage:
    """A stage that remembers the language of the visit. The visit's thread writes this one word, the printers' lanes read it."""

    def __init__(self) -> None:
        self.code = CHINESE

    def show(self, showing: Showing) -> None:
        """Take note of the language."""
        self.code = showing.presentation.language

    def ended(self, ending: PageEnded) -> None:
        """A page has no language of its own."""

    def over(self) -> None:
        """The next one's papers are Chinese until something else is chosen."""
        self.code = CHINESE
