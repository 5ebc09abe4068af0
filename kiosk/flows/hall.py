"""What flows are told of the terminal before a visit begins: its configuration, and how to ask for the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from kiosk.core.clock import SHANGHAI
from kiosk.core.values import dataclass
from kiosk.voice.engine import VoiceState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from kiosk.audit.declaring import Event
    from kiosk.core.closed import Closed
    from kiosk.core.config import Config, PlaceConfig, PolicyConfig, SoundConfig
    from kiosk.core.deeds import Deed
    from kiosk.core.mandate import MandateNumber
    from kiosk.core.staff import StaffNumber
    from kiosk.statement.model import Issue, Paper
    from kiosk.voice.words import Outlet


@dataclass(frozen=True)
class Hall:
    """The hall a flow works in. `today` is the wall clock's day in Asia/Shanghai; only jobs ask it.

    `on_duty` is the number of who acts of the staff, None if nobody does; only jobs ask it too. `note` tells the audit what
    they did that no ledger tells of; only jobs call it. `mandate` is what somebody acts on who came for another; it stands
    on what is printed. `sticks` looks for what is plugged in; only jobs do. `speaks`: the terminal has a voice.
    `voice` is how that is now and `loudness` how loud it begins (None: as configured); `try_voice` lets it say something so
    loud, and only jobs call it. `closed_for` is why nobody can be served now, None while people can be; for words only, which
    may be others when a flow is replayed.
    """

    config: Config
    today: Callable[[], date]
    on_duty: Callable[[], StaffNumber | None] = lambda: None
    here: Callable[[], PlaceConfig] | None = None
    note: Callable[[Deed | Event], None] = lambda _deed: None
    mandate: MandateNumber | None = None
    sticks: Callable[[], tuple[Path, ...]] = lambda: ()
    speaks: Callable[[], bool] = lambda: True
    closed_for: Callable[[], Closed | None] = lambda: None
    voice: Callable[[], VoiceState] = VoiceState
    loudness: Callable[[], int] | None = None
    try_voice: Callable[[Outlet, int], None] = lambda _outlet, _loudness: None

    @property
    def places(self) -> PlaceConfig:
        """Where things are, as people are told; whether somebody hears of a call depends on the moment (`here`)."""
        return self.config.places if self.here is None else self.here()

    @property
    def sound(self) -> SoundConfig:
        """How the voice is set, as loud as it begins now."""
        sound = self.config.sound
        return sound if self.loudness is None else replace(sound, loudness=self.loudness())

    @property
    def hears_alone(self) -> bool:
        """Whether what goes to a headset is heard there alone, as far as is known; else a headset counts as absent."""
        return self.config.sound.apart and not self.voice().shared

    @property
    def offers_headset(self) -> bool:
        """Whether somebody may be told to plug a headset in: it is noticed, and its output is there."""
        return self.config.headset_contact and self.hears_alone and self.voice().headset is not False

    @property
    def policy(self) -> PolicyConfig:
        """What the agency has decided."""
        return self.config.policy

    @property
    def reads_id_cards(self) -> bool:
        """Whether a reader for ID cards is fitted."""
        return bool(self.config.id_reader.make)

    @property
    def reads_social_cards(self) -> bool:
        """Whether a slot for social-security cards is fitted."""
        return bool(self.config.social_card_reader.make)

    @property
    def scans(self) -> bool:
        """Whether a code scanner is fitted."""
        return bool(self.config.scanner.make)

    @property
    def takes_electronic_cards(self) -> bool:
        """Whether a phone's electronic card says who somebody is: a scanner is fitted, and a platform answers."""
        return self.scans and bool(self.config.electronic_card.resolver)

    @property
    def reads_staff_cards(self) -> bool:
        """Whether something is fitted that reads the card or code somebody of the staff signs in with."""
        return self.reads_id_cards or self.reads_social_cards or self.scans

    @property
    def readers(self) -> frozenset[str]:
        """The lanes of the fitted card readers: any of them will do."""
        fitted = {"id_reader": self.reads_id_cards, "social_card_reader": self.reads_social_cards}
        return frozenset(lane for lane, there in fitted.items() if there)

    @property
    def printers(self) -> tuple[str, ...]:
        """The lanes of the fitted printers, that of the large sheet first."""
        fitted = {"document_printer": self.config.document_printer, "receipt_printer": self.config.receipt_printer}
        return tuple(lane for lane, printer in fitted.items() if printer.make)

    def issue(self, day: date, paper: Paper | None = None) -> Issue:
        """Say by whom a paper is made on `day`; the press writes the moment when it prints."""
        from kiosk.statement.model import Issue, Paper  # noqa: PLC0415 - home is painted before this is needed

        mandate = "" if self.mandate is None else str(self.mandate)
        return Issue.at(self.config, datetime.combine(day, time(), SHANGHAI), paper or Paper.SHEET, mandate=mandate)
