"""What can go wrong with a device, and what staff do about it.

An error text never holds what was read from a card. `code` is a short stable name for logs and the
technician; what the person is told stands in the kiosk's table of pages, never here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Action(StrEnum):
    """What staff have to do (the actions of XFS4IoT's ErrorEvent, and those a hall adds)."""

    NONE = "none"
    RETRY = "retry"
    RESET = "reset"
    CLEAR = "clear"
    REFILL = "refill"
    CLOSE_COVER = "close_cover"
    CONFIGURE = "configure"
    MAINTENANCE = "maintenance"
    REPLACE = "replace"


class DeviceError(Exception):
    """Something a device could not do. `code` names it, `action` says what staff do, `detail` is for technicians."""

    code: ClassVar[str] = "device-error"
    action: ClassVar[Action] = Action.RESET
    device: str = ""
    """Which device it is of, as whoever runs it calls it; empty until they have said so."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail


class NotConfigured(DeviceError):
    """What kiosk.toml says of the device is wrong or not enough; nothing was opened."""

    code = "not-configured"
    action = Action.CONFIGURE


class OperationCancelled(DeviceError):
    """The operation was called off; nothing is wrong with the device."""

    code = "cancelled"
    action = Action.NONE


class OperationTimedOut(DeviceError):
    """The operation's own time was over; nothing need be wrong with the device."""

    code = "timed-out"
    action = Action.RETRY


# -- the link -----------------------------------------------------------------------------------------------


class LinkError(DeviceError):
    """The wire to the device does not work."""

    code = "link-error"


class DeviceGone(LinkError):
    """The port vanished or can't be opened: cable pulled, power off, or the wrong port configured."""

    code = "device-gone"
    action = Action.MAINTENANCE


class NoReply(LinkError):
    """The device did not answer in time."""

    code = "no-reply"
    action = Action.RESET


class GarbledReply(LinkError):
    """Bytes came, but no valid frame, after the retries the protocol allows."""

    code = "garbled-reply"
    action = Action.RESET


class ProtocolFault(DeviceError):
    """The device answered something the protocol doesn't allow here; it works, but not as we know it."""

    code = "protocol-fault"
    action = Action.MAINTENANCE


# -- cards --------------------------------------------------------------------------------------------------


class CardError(DeviceError):
    """The card, not the reader, is the trouble."""

    code = "card-error"
    action = Action.NONE


class CardUnreadable(CardError):
    """The card could not be read: lift it and put it again."""

    code = "card-unreadable"


class CardLifted(CardError):
    """The card was taken away before it was read."""

    code = "card-lifted"


class CardNotAuthentic(CardUnreadable):
    """The card and the security module did not accept each other: damaged, or counterfeit."""

    code = "card-not-authentic"


class NotAnIdCard(CardError):
    """A card lies on the reader, but not an identity card."""

    code = "not-an-id-card"


class SocialCardError(CardError):
    """The trouble of a card in the slot for social-security cards, not of one on the ID card's reader."""

    code = "social-card-error"


class CardMute(SocialCardError):
    """A card is in the slot, but its chip doesn't answer: turned round, or its contacts are worn or dirty."""

    code = "card-mute"


class ChipWorn(CardMute):
    """The contacts reach the chip and it doesn't work, so the card is the right way round: worn, dirty or damaged."""

    code = "chip-worn"


class CardLeftBehind(SocialCardError):
    """The slot still holds a card that was given back and that nobody took: an earlier person's, for all anybody knows."""

    code = "card-left-behind"


class NotASocialCard(SocialCardError):
    """A smart card is in the slot, but not a social-security card."""

    code = "not-a-social-card"


class SocialCardUnreadable(SocialCardError, CardUnreadable):
    """The card in the slot fell silent, or what it said made no sense: put it in again."""

    code = "social-card-unreadable"


class SocialCardLifted(SocialCardError, CardLifted):
    """The card was pulled out of the slot before it was read."""

    code = "social-card-lifted"


class SocialCardStuck(SocialCardError):
    """The card that was being read is stuck in the slot, out of its owner's reach."""

    code = "social-card-stuck"
    action = Action.CLEAR


class SocialCardDataInvalid(SocialCardError):
    """The card in the slot was read, but what stands on it contradicts itself."""

    code = "social-card-data-invalid"


class UnsupportedDocument(CardError):
    """An identity document of a kind this reader driver doesn't read yet."""

    code = "unsupported-document"


class CardDataInvalid(CardError):
    """The card was read, but what stands on it contradicts itself (check digit, dates)."""

    code = "card-data-invalid"


class ReaderOutOfService(DeviceError):
    """The reader's security module refuses to work (self-test failed, not authorised)."""

    code = "reader-out-of-service"
    action = Action.MAINTENANCE


class CardJam(DeviceError):
    """A card is stuck in a motor reader."""

    code = "card-jam"
    action = Action.CLEAR


class SlotBlocked(DeviceError):
    """The slot goes on telling of a card that nobody takes, and no chip answers: its contact sticks, or a dead card is in it."""

    code = "slot-blocked"
    action = Action.CLEAR


class CardBinFull(DeviceError):
    """The bin for forgotten cards is full."""

    code = "card-bin-full"
    action = Action.CLEAR


# -- paper --------------------------------------------------------------------------------------------------


class PrinterError(DeviceError):
    """The printer can't go on."""

    code = "printer-error"
    action = Action.RESET


class PaperOut(PrinterError):
    """The paper is used up."""

    code = "paper-out"
    action = Action.REFILL


class PaperTooLittle(PrinterError):
    """The roll is near its end and too short for what shall be printed; nothing was begun."""

    code = "paper-too-little"
    action = Action.REFILL


class PaperJam(PrinterError):
    """Paper is stuck."""

    code = "paper-jam"
    action = Action.CLEAR


class CoverOpen(PrinterError):
    """The cover is open."""

    code = "cover-open"
    action = Action.CLOSE_COVER


class CutterFault(PrinterError):
    """The cutter is stuck."""

    code = "cutter-fault"
    action = Action.CLEAR


class PrinterFault(PrinterError):
    """A fault of the printer's own that needs a technician, or a head too hot that recovers by itself."""

    code = "printer-fault"
    action = Action.MAINTENANCE


class PrintUnproven(PrinterError):
    """Everything was sent, but the end marker never came: it may or may not have been printed."""

    code = "print-unproven"
    action = Action.CLEAR


class TonerOut(PrinterError):
    """The A4 printer has no toner or ink left."""

    code = "toner-out"
    action = Action.REFILL


class TrayFull(PrinterError):
    """The A4 printer's output is full."""

    code = "tray-full"
    action = Action.CLEAR


class DocumentFault(PrinterError):
    """The A4 printer, or the folder that stands for it, refused the document."""

    code = "document-fault"
    action = Action.MAINTENANCE
