"""How an ESC/POS printer is, in both of its codings: automatic status, and answers to DLE EOT."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Status:
    """What the printer says of itself, from automatic status or from DLE EOT answers."""

    offline: bool = False
    cover_open: bool = False
    feeding: bool = False
    recoverable: bool = False
    cutter: bool = False
    unrecoverable: bool = False
    auto_recoverable: bool = False
    near_end: bool = False
    paper_end: bool = False

    @classmethod
    def automatic(cls, data: bytes) -> Status:
        """From the 4 bytes of an automatic status."""
        one, two, three, _ = data
        return cls(
            offline=bool(one & 0x08),
            cover_open=bool(one & 0x20),
            feeding=bool(one & 0x40),
            recoverable=bool(two & 0x04),
            cutter=bool(two & 0x08),
            unrecoverable=bool(two & 0x20),
            auto_recoverable=bool(two & 0x40),
            near_end=bool(three & 0x03),
            paper_end=bool(three & 0x0C),
        )

    def to_bytes(self) -> bytes:
        """As an automatic status."""
        one = 0x10 | self.offline << 3 | self.cover_open << 5 | self.feeding << 6
        two = self.recoverable << 2 | self.cutter << 3 | self.unrecoverable << 5 | self.auto_recoverable << 6
        return bytes((one, two, self.near_end * 0x03 | self.paper_end * 0x0C, 0x0F))

    def answered(self, n: int, answer: int) -> Status:
        """This status, with what one answer to DLE EOT n (1 to 4) adds or takes away."""
        match n:
            case 1:
                return replace(self, offline=bool(answer & 0x08), feeding=bool(answer & 0x40))
            case 2:
                # Bit 0x20, stopped by paper end, repeats what n = 4 says more exactly.
                return replace(self, cover_open=bool(answer & 0x04))
            case 3:
                return replace(
                    self,
                    recoverable=bool(answer & 0x04),
                    cutter=bool(answer & 0x08),
                    unrecoverable=bool(answer & 0x20),
                    auto_recoverable=bool(answer & 0x40),
                )
            case _:
                return replace(self, near_end=bool(answer & 0x0C), paper_end=bool(answer & 0x60))

    def answer(self, n: int) -> int:
        """The byte that answers DLE EOT n (1 to 4)."""
        error = self.recoverable or self.cutter or self.unrecoverable or self.auto_recoverable
        match n:
            case 1:
                return 0x12 | self.offline << 3 | self.feeding << 6
            case 2:
                return 0x12 | self.cover_open << 2 | self.paper_end << 5 | error << 6
            case 3:
                kinds = self.recoverable << 2 | self.cutter << 3
                return 0x12 | kinds | self.unrecoverable << 5 | self.auto_recoverable << 6
            case _:
                return 0x12 | self.near_end * 0x0C | self.paper_end * 0x60
