"""The one table: what is the matter, and which page says so. Everything typed has a row; what has none is a bug."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices import errors
from kiosk.core import lane, record
from kiosk.core.device_names import DEVICES
from kiosk.core.keys import KeyUnavailable
from kiosk.core.mandate import MandateOver
from kiosk.ledger.file import LedgerDamaged, LedgerInUse, LedgerOfAnother, LedgerTooNew
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.screens import card_trouble, paper_trouble, sorry, take_social_card
from kiosk.screens.look_up import CardOutOfDate, ClockNotPlausible, NobodyHelps
from kiosk.store.layout import StoreTooNew

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Onward
    from kiosk.core.page import Page

    TroublePage = Callable[[PlaceConfig], Page[Onward]]

TABLE: Final[Mapping[type[Exception], TroublePage]] = MappingProxyType(
    {
        # Any device
        errors.DeviceError: sorry.device_trouble,
        errors.NotConfigured: sorry.device_trouble,
        errors.OperationCancelled: sorry.device_trouble,
        errors.OperationTimedOut: sorry.device_trouble,
        errors.LinkError: sorry.device_trouble,
        errors.DeviceGone: sorry.device_trouble,
        errors.NoReply: sorry.device_trouble,
        errors.GarbledReply: sorry.device_trouble,
        errors.ProtocolFault: sorry.device_trouble,
        lane.LaneStuck: sorry.device_trouble,
        lane.OutOfService: sorry.device_trouble,
        # Cards and their reader
        errors.CardError: card_trouble.card_worn,
        errors.CardUnreadable: card_trouble.card_worn,
        errors.CardLifted: card_trouble.card_worn,
        errors.CardNotAuthentic: card_trouble.card_worn,
        errors.NotAnIdCard: card_trouble.other_document,
        errors.UnsupportedDocument: card_trouble.other_document,
        errors.CardDataInvalid: card_trouble.other_document,
        errors.SocialCardError: card_trouble.card_worn,
        errors.CardMute: card_trouble.card_worn,
        errors.ChipWorn: card_trouble.card_worn,
        errors.CardLeftBehind: sorry.device_trouble,
        errors.NotASocialCard: card_trouble.other_document,
        errors.SocialCardUnreadable: card_trouble.card_worn,
        errors.SocialCardLifted: card_trouble.card_worn,
        errors.SocialCardStuck: take_social_card.card_stuck,
        errors.SocialCardDataInvalid: card_trouble.other_document,
        errors.ReaderOutOfService: card_trouble.reader_given_up,
        errors.CardJam: take_social_card.card_stuck,
        errors.SlotBlocked: sorry.device_trouble,
        errors.CardBinFull: take_social_card.card_stuck,
        # Paper
        errors.PrinterError: paper_trouble.printer_broken,
        errors.PaperOut: paper_trouble.printer_broken,
        errors.PaperTooLittle: paper_trouble.printer_broken,
        errors.PaperJam: paper_trouble.printer_broken,
        errors.CoverOpen: paper_trouble.printer_broken,
        errors.CutterFault: paper_trouble.printer_broken,
        errors.PrinterFault: paper_trouble.printer_broken,
        errors.PrintUnproven: paper_trouble.printer_broken,
        errors.TonerOut: paper_trouble.printer_broken,
        errors.TrayFull: paper_trouble.printer_broken,
        errors.DocumentFault: paper_trouble.printer_broken,
        # Records
        record.RecordError: sorry.records_unreadable,
        record.PersonNotFound: sorry.nobody_found,
        record.StoreDamaged: sorry.records_unreadable,
        StoreTooNew: sorry.records_unreadable,
        record.StoreMissing: sorry.records_missing,
        record.DiskFull: sorry.nothing_can_be_kept,
        record.TooManyLookUps: sorry.wait_a_little,
        LedgerDamaged: sorry.nothing_can_be_kept,
        LedgerOfAnother: sorry.nothing_can_be_kept,
        LedgerInUse: sorry.nothing_can_be_kept,
        LedgerTooNew: sorry.nothing_can_be_kept,
        KeyUnavailable: sorry.key_missing,
        CardOutOfDate: sorry.only_in_person,
        ClockNotPlausible: sorry.clock_wrong,
        MandateOver: sorry.only_in_person,
        NobodyHelps: sorry.only_in_person,
        # What the record says
        DoesNotReconcile: sorry.figures_disagree,
        AskAtWindow: sorry.only_in_person,
        NothingThatYear: sorry.nobody_found,
    }
)


def trouble(error: Exception, places: PlaceConfig) -> Page[Onward] | None:
    """Return the page for an error, that of its nearest kind; None for a bug. A device's names it to who mends it."""
    row = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), None)
    if row is sorry.device_trouble and isinstance(error, errors.DeviceError) and error.device:
        fitted = error.device in DEVICES
        return sorry.device_trouble(places, error.device) if fitted else sorry.program_trouble(places)
    return None if row is None else row(places)
