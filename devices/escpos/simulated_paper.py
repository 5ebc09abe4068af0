"""The simulator's paper path: roll, cutter, presenter, and what came out of the mouth. Development only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from devices.escpos.roll import Piece
from devices.paper import DOTS_PER_MM

ROLL_MM: Final = 80_000.0
NEAR_END_MM: Final = 3_000.0


@dataclass
class PaperPath:
    """Where all the paper is. Guarded by the simulator's lock."""

    presents: bool
    left_mm: float = ROLL_MM
    near_end_mm: float = NEAR_END_MM
    """With so much left the near-end sensor sees the core."""
    jammed: bool = False
    cutter_blocked: bool = False
    cutter_will_stick: bool = False
    presenter_will_jam: bool = False
    piece: Piece = field(default_factory=Piece)
    """What is printed and not cut off yet."""
    cut: list[Piece] = field(default_factory=list[Piece])
    """The pieces cut off, in order."""
    mouth: Piece | None = None
    """What the presenter holds out."""
    inside: Piece | None = None
    """What is cut off, and not held out yet."""
    taken: list[Piece] = field(default_factory=list[Piece])
    drawn_back: list[Piece] = field(default_factory=list[Piece])

    @property
    def out(self) -> bool:
        """Whether the roll is at its end."""
        return self.left_mm <= 0

    @property
    def near_end(self) -> bool:
        """Whether the near-end sensor sees the core."""
        return self.left_mm <= self.near_end_mm

    def moved(self, dots: int) -> None:
        """So much came off the roll."""
        self.left_mm -= dots / DOTS_PER_MM

    def cut_through(self) -> None:
        """Cut; a piece goes to whoever stands there, or into the presenter, pushing out what lay there."""
        if self.cutter_will_stick:
            self.cutter_blocked = True
            return
        self.cut.append(self.piece)
        if self.presents:
            self.eject()
            self.inside = self.piece
        else:
            self.taken.append(self.piece)
        self.piece = Piece()

    def offer(self) -> None:
        """Hold the cut piece out."""
        if self.inside is None:
            return
        self.mouth, self.inside = self.inside, None
        if self.presenter_will_jam:
            self.jammed = True

    def draw_back(self) -> None:
        """Draw in what hangs in the mouth, or was not held out yet."""
        for piece in (self.mouth, self.inside):
            if piece is not None:
                self.drawn_back.append(piece)
        self.mouth = self.inside = None

    def eject(self) -> None:
        """Let fall what hangs in the mouth."""
        if self.mouth is not None:
            self.taken.append(self.mouth)
        self.mouth = None

    def take(self) -> Piece | None:
        """A hand pulls the paper out of the mouth; None: nothing hangs there, or it is jammed."""
        if self.jammed or self.mouth is None:
            return None
        piece = self.mouth
        self.eject()
        return piece
