"""What the bench says when it can't do what it was asked; alone here, so that asking costs no imports."""

from __future__ import annotations


class BenchRefusal(Exception):
    """The bench can't do what it was asked; `code` is its stable name, the text says what would be right."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
