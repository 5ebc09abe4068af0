"""What the kiosk asks of a device, whatever its make.

What each can do and tell is no less than XFS4IoT asks of its class; cancelling is the deadline's. An adapter is owned by one
thread, its lane. It opens its link lazily and again after a loss, so a constructor never
fails for a missing cable: the trouble shows in `health()` and in the typed error of the next order.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from devices.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from devices.deadline import Deadline
    from devices.health import Capabilities, DeviceInfo, Health, Media, SelfTest
    from devices.paper import Receipt


@dataclass(frozen=True)
class DeviceEvent:
    """Something that arrived unasked: the health that now holds."""

    health: Health


class Key(StrEnum):
    """A key of the keypad, whatever its byte on the wire."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    ENTER = "enter"
    BACK = "back"
    CLEAR = "clear"
    HELP = "help"
    REPEAT = "repeat"
    LOUDER = "louder"
    SOFTER = "softer"
    SLOWER = "slower"
    FASTER = "faster"
    PAUSE = "pause"
    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"


@dataclass(frozen=True, repr=False)
class KeyPressed:
    """A key was pressed. Has no readable `repr`: it may be a digit of a PIN."""

    key: Key


class Sense(StrEnum):
    """What the contacts of a terminal can tell; which are wired is configuration."""

    PRESENCE = "presence"
    HEADSET = "headset"
    DOOR = "door"
    TAMPER = "tamper"
    MAINS_LOST = "mains_lost"
    BATTERY_LOW = "battery_low"


@dataclass(frozen=True)
class Sensed:
    """What the contacts say now. A sense that isn't wired, or wasn't read yet, is missing: unknown is not false."""

    senses: Mapping[Sense, bool]


@dataclass(frozen=True)
class CardMoved:
    """A card came into the slot of a card reader, or left it."""

    media: Media


Event = DeviceEvent | KeyPressed | Sensed | CardMoved
"""What a device tells unasked."""


class Device(Protocol):
    """What every device can do."""

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        ...

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        ...

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O: state, media, supplies, counters, last error with staff's action."""
        ...

    def probe(self, deadline: Deadline) -> Health:
        """Ask the device how it is, opening the link if need be. Never raises for a device that is not well."""
        ...

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        """Take in what arrives unasked until the deadline (a slice) or something did; return what changed.

        Never raises for a lost link.
        """
        ...

    def reset(self, deadline: Deadline) -> None:
        """Bring the device back to its start. Raises `DeviceError`."""
        ...

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset the device, ask how it is, and say what came of it; see `devices.self_test`. Raises `OperationCancelled`."""
        ...

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        ...


@dataclass(frozen=True)
class Detail:
    """One more thing that a device tells, as a technician reads it: what it is, and what it is now; empty if it won't say."""

    name: str
    value: str = ""


@runtime_checkable
class Detailed(Protocol):
    """A device that can tell more than its health. It is asked only when a technician looks: it costs the line."""

    def details(self, deadline: Deadline) -> Sequence[Detail]:
        """Ask it. Raises `DeviceError`."""
        ...


# -- identity cards -----------------------------------------------------------------------------------------


class DocumentKind(StrEnum):
    """The kinds of identity document the readers know, by the type flag on the chip."""

    RESIDENT = "resident"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGN_RESIDENCE_2017 = "foreign_residence_2017"
    FOREIGN_RESIDENCE_2023 = "foreign_residence_2023"


class Sex(StrEnum):
    """Sex as coded in GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSPECIFIED = "9"


@dataclass(frozen=True, repr=False)
class IdCard:
    """What an identity card says of its holder. Has no readable `repr`: it is personal data.

    `valid_until` is None for 长期 (no end). `nation` is the name of the nationality (汉, 藏, ...), with 其他(code) for
    codes that no table has; on a foreigner's card the country by ISO 3166-1 alpha-3 as written, empty on a permit of Hong
    Kong, Macao and Taiwan residents. `name` is the Chinese one, the English one of a foreigner who has none. `address` is the
    newest on the chip; a foreigner's card has none, and no `issuer`. `warnings` are stable names of oddities that don't stop
    anybody (e.g. "sex-differs"). `pass_number` is the permit's 通行证号.
    """

    kind: DocumentKind
    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None
    warnings: tuple[str, ...] = ()
    english_name: str = ""
    pass_number: str = ""

    def __repr__(self) -> str:
        """Say only the kind."""
        return f"<IdCard {self.kind}>"


class IdCardReader(Device, Protocol):
    """A contactless reader of second-generation identity cards.

    It can't see a card being taken away: a card that lies still answers as if none were there.
    """

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> IdCard:
        """Wait for a card and read it; `found` is called once when one is seen, before the reading.

        Raises `CardError` for the card's troubles, `LinkError` and `ReaderOutOfService` for the reader's,
        `OperationTimedOut` and `OperationCancelled` for the deadline's.
        """
        ...


# -- social-security cards ------------------------------------------------------------------------------------


class CardGeneration(StrEnum):
    """The generations of the social-security card, by the version its chip states (LD/T 32-2015)."""

    FIRST = "1.00"
    SECOND = "2.00"
    THIRD = "3.00"
    UNKNOWN = ""


REGION_UNKNOWN: Final = "region-unknown"
"""The warning of a `SocialCard` whose region begins with no province's code. It never turns anybody away."""


@dataclass(frozen=True, repr=False)
class SocialCard:
    """What a social-security card says without keys. Has no readable `repr`: it is personal data.

    Read without a PSAM the card has proved nothing: it is an identifier, as good as a number told, not a proof that it is
    genuine. `region` are the six digits of the issuing region. `number` is the card's own number; `identity_number`,
    `name`, `sex`, `nation`, `birth` and `birthplace` are the holder's, None where the card keeps them (generation 3:
    `holder_protected`). `valid_until` is None where the card doesn't say. `category` (卡类别) and `agency` (初始化机构编号)
    are the issuer's, empty where they aren't told. `warnings` are stable names of oddities.
    """

    generation: CardGeneration
    region: str
    identification: str
    number: str
    issued: date | None
    valid_until: date | None
    holder_protected: bool
    identity_number: str | None = None
    name: str | None = None
    sex: Sex | None = None
    nation: str | None = None
    birthplace: str | None = None
    birth: date | None = None
    category: str = ""
    agency: str = ""
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say only the generation."""
        return f"<SocialCard {self.generation or 'of unknown generation'}>"


class InSlot(StrEnum):
    """What the slot holds, as far as the reader can see.

    `A_CARD` came while the mouth was open and waits to be dealt with. `LEFT_BEHIND` was given back and never taken.
    """

    UNKNOWN = "unknown"
    NOTHING = "nothing"
    A_CARD = "a_card"
    LEFT_BEHIND = "left_behind"


class SocialCardReader(Device, Protocol):
    """A slot for social-security cards: pushed in by hand, or drawn in by a motor."""

    @property
    def moves(self) -> bool:
        """Whether the machine moves the card itself: then it can eject and keep it."""
        ...

    @property
    def proves_card(self) -> bool | None:
        """Whether a card that is read here has proved to be genuine, with the keys of a PSAM or an HSM.

        False: what is read is an identifier and not a proof, as with every reader that is spoken to without keys. None:
        the reader's library may have the keys and doesn't say so. Whether a card is enough is the agency's decision.
        """
        ...

    def in_slot(self, deadline: Deadline) -> InSlot:
        """Look what the slot holds. Never raises for a reader that is not well: then nothing is known."""
        ...

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> SocialCard:
        """Wait for a card and read it; `found` is called once when one is seen, before the reading.

        A motor reader opens its mouth for as long as it waits. Raises `CardLeftBehind` at once while a card is there that was
        given back and not taken, `CardError` for the card's troubles (with the card given back to the mouth where a motor
        can), `LinkError` and `ReaderOutOfService` for the reader's, and what the deadline raises.
        """
        ...

    def give_back(self, deadline: Deadline) -> None:
        """Let the person have the card: power it off, and move it to the mouth where a motor can. Raises `DeviceError`.

        Until the slot was seen without it, it is left behind: it is not read again.
        """
        ...

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when no card is there any more. Raises `OperationTimedOut` when it still is, and `LinkError`."""
        ...

    def keep(self, deadline: Deadline) -> bool:
        """Draw a forgotten card in and keep it; False where the machine can't, or none is there. Raises `DeviceError`."""
        ...


# -- code scanner, keypad, indicators -------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class ScannedCode:
    """One line a scanner read, opaque and used once. Has no readable `repr`: it may be somebody's electronic card."""

    text: str

    def __repr__(self) -> str:
        """Say only how long it is."""
        return f"<ScannedCode of {len(self.text)} characters>"


class CodeScanner(Device, Protocol):
    """A scanner of QR codes. It scans only while it is asked to."""

    def scan(self, deadline: Deadline) -> ScannedCode:
        """Wait for a code. Raises `LinkError` and what the deadline raises."""
        ...


class Keypad(Device, Protocol):
    """A keypad under the screen; its keys come as `KeyPressed` from `listen`."""


class Lamp(StrEnum):
    """A guide light at a slot, or a sign of the whole machine."""

    ID_READER = "id_reader"
    CARD_SLOT = "card_slot"
    RECEIPT = "receipt"
    DOCUMENT = "document"
    SCANNER = "scanner"
    HELP = "help"
    IN_SERVICE = "in_service"
    CHIME = "chime"
    """No light but a sound: a buzzer or gong on the same board, that calls whoever helps. It is told `ONCE`."""


class Glow(StrEnum):
    """How a lamp shines. `PULSE` is slow (about once in two seconds): a hand is wanted here.

    `ONCE` is on for a second and then off by itself, and again only when it was told something else in between.
    """

    OFF = "off"
    ON = "on"
    PULSE = "pulse"
    ONCE = "once"


class Indicators(Device, Protocol):
    """Lamps and contacts round the machine; what contacts tell comes as `Sensed` from `listen`."""

    def show(self, lamps: Mapping[Lamp, Glow], deadline: Deadline) -> None:
        """Let each wired lamp shine as told, those not named go out. A lamp that isn't wired is no error.

        Pulsing goes on in `listen`. Raises `LinkError` and `ProtocolFault`.
        """
        ...

    def close(self) -> None:
        """Let go of the port; where no order is under way, all lamps go out first: none may shine over a dead screen."""
        ...


# -- printers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintProgress:
    """How far a print is: bytes or pages handed over, of how many."""

    done: int
    total: int


class ReceiptPrinter(Device, Protocol):
    """An 80 mm thermal printer with a cutter."""

    def print(self, receipt: Receipt, deadline: Deadline, *, progress: Callable[[PrintProgress], None]) -> None:
        """Print and cut one receipt; return only when the printer has proved it.

        Raises `PrinterError` (the paper may be half printed), `PrintUnproven` when everything was sent but the end
        marker stayed away, `LinkError`, and for the deadline `OperationTimedOut`.
        """
        ...

    def clear(self, deadline: Deadline) -> None:
        """Throw away what the printer still holds, so that nobody finds a stranger's figures. Raises `DeviceError`."""
        ...

    @property
    def presents(self) -> bool:
        """Whether a presenter holds the paper until it is taken, knows when it was, and can take it back."""
        ...

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when the presented paper was taken. Raises `OperationTimedOut` when it still hangs there, and `LinkError`."""
        ...

    def take_back(self, deadline: Deadline) -> bool:
        """Draw paper that was left behind back into the machine; False where nothing hangs there. Raises `DeviceError`."""
        ...

    def statements_left(self, dots: int | None = None) -> int | None:
        """How many pieces the roll still holds, each `dots` long or as long as the longest so far; None while nobody can tell."""
        ...

    def roll_changed(self) -> None:
        """Take note that somebody put a new, whole roll in; without I/O."""
        ...


class DocumentPrinter(Device, Protocol):
    """A printer of A4 sheets that takes PDF."""

    def print_pdf(
        self, pdf: bytes, title: str, deadline: Deadline, *, progress: Callable[[PrintProgress], None]
    ) -> None:
        """Print one document; return only when the printer reports it done. `title` must hold no personal data.

        Raises `PrinterError` or `OperationTimedOut`.
        """
        ...
