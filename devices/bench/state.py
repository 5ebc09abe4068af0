"""What the bench tells of itself, as frozen values: the dock shows them, the verb `state` prints them as JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest run of bytes from the host, as the device got them. Times are of the monotonic clock, in seconds.

    `line_seconds` is what the line needs for so many bytes; `ratio` is how much longer it took than that.
    """

    bytes: int
    first_byte_at: float
    last_byte_at: float
    seconds: float
    line_seconds: float
    ratio: float


@dataclass(frozen=True, slots=True)
class CableState:
    """One device's cable. `line` is normal, slow, noisy, stuck or wedged; `port` is a folder for what hangs on no line."""

    port: str
    plugged: bool
    line: str = "normal"
    baud: int = 0
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class CardState:
    """The card on the reader: whose, and what is wrong with it. `staff` is the staff number of who works at the hall."""

    number: int
    name: str
    damage: str
    staff: str = ""


@dataclass(frozen=True, slots=True)
class SocialCardState:
    """The social-security card in the slot: whose, and what is wrong with it. `where` is slot, mouth, inside or hand.

    `staff` is the staff number of who works at the hall.
    """

    number: int
    name: str
    generation: str
    damage: str
    turned: bool
    where: str
    staff: str = ""


@dataclass(frozen=True, slots=True)
class SlotState:
    """The slot for social-security cards. `kept`: so many forgotten ones lie in its bin; `turned`: the next one will be."""

    make: str
    card: SocialCardState | None
    next_damage: str
    turned: bool
    fault: str
    kept: int


@dataclass(frozen=True, slots=True)
class PrinterState:
    """The receipt printer. `paper` is enough, low or out; `troubles` are stable names, the gravest first.

    `at_mouth`: paper hangs in the mouth of a printer that presents it.
    """

    paper: str
    cover_open: bool
    troubles: tuple[str, ...]
    printing: bool
    presents: bool = False
    at_mouth: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPrinterState:
    """The A4 printer. `make` is folder or cups; `troubles` are stable names, the gravest first."""

    make: str
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """One piece of paper, as files: the bytes on the wire, its text, its picture."""

    bin: str
    txt: str
    png: str


@dataclass(frozen=True, slots=True)
class BenchState:
    """Everything at once. `next_damage` is what will be wrong with the next card put on the reader.

    `lights` says of each lamp how it shines (off, on, pulse) and `lit` which are lit at this moment; `senses` what each contact
    says; `scanner_reads` whether the scanner would read a code now.
    """

    folder: str
    bench_toml: str
    papers: str
    card: CardState | None
    next_damage: str
    cables: dict[str, CableState]
    printer: PrinterState
    document_printer: DocumentPrinterState
    receipts: int
    newest_receipt: PaperFiles | None
    documents: int
    newest_document: str | None
    slot: SlotState
    lights: dict[str, str]
    lit: tuple[str, ...]
    senses: dict[str, bool]
    scanner_reads: bool
