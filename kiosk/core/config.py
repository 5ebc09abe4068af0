"""The terminal's configuration as frozen values. Reading `kiosk.toml` is `kiosk.settings`' work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.values import dataclass


@dataclass(frozen=True)
class PanelConfig:
    """The screen: its visible size in millimetres, which screen it is, and how it is turned (0, 90, 180, 270 degrees).

    `same_touch_seconds`: A13, the same touch again within so long is a trembling hand's; 0 to 1.
    """

    width_mm: float = 267.8
    height_mm: float = 476.1
    screen: int = 0
    rotation: int = 0
    same_touch_seconds: float = 0.5


@dataclass(frozen=True)
class PresentationConfig:
    """How pages are shown and spoken to who has not yet asked for anything else; every visit begins and ends with it.

    `size` and `theme` are values of `TextSize` and `Theme`; `simple` is 简洁版, which brings large text and, where there is one,
    the voice, as it does when somebody touches it; `voice` is 语音版.
    """

    size: str = "medium"
    theme: str = "default"
    simple: bool = False
    voice: bool = False

    def usual(self, *, speaks: bool) -> Presentation:
        """The same as a presentation; `speaks`: there is a voice. Raises `ValueError` for a size or theme there is not."""
        full = Presentation(TextSize(self.size), Theme(self.theme), voice=self.voice)
        return full.simplified(speaks=speaks) if self.simple else full


@dataclass(frozen=True)
class LanguagesConfig:
    """Which languages people may choose, by their codes in `kiosk.core.languages`; Chinese always is one."""

    offered: tuple[str, ...] = ("zh",)


@dataclass(frozen=True)
class PlaceConfig:
    """Where things are at this machine and in this hall, as people are told.

    `staff_told`: whether somebody really hears of a fault or an empty tray. Pages claim it only then.
    """

    id_reader: str = "右边亮灯的地方"
    scanner: str = "扫码口"
    card_slot: str = "卡口"
    card_side_up: str = "芯片朝上"
    receipt_slot: str = "屏幕下面"
    document_slot: str = "屏幕下面"
    window: str = "3号窗口"
    desk: str = "大门右边"
    phone: str = "12333"
    staff_told: bool = False


@dataclass(frozen=True)
class TerminalConfig:
    """Which terminal this is and for whom it works."""

    id: str = "T001"
    number: int = 3
    agency: str = "某某县社会保险事业管理局"
    agency_phone: str = "12333"
    county: str = "000000"


@dataclass(frozen=True)
class DeviceConfig:
    """One device: its make (a name in `devices.makes`) and the make's own settings. An empty make means not fitted."""

    make: str = ""
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class IdleConfig:
    """A12: seconds of quiet before the question, and seconds the question stands; the second pair is 简洁版's."""

    quiet_seconds: float = 120.0
    alert_seconds: float = 30.0
    simple_quiet_seconds: float = 180.0
    simple_alert_seconds: float = 45.0


@dataclass(frozen=True)
class PolicyConfig:
    """What the agency has decided. `back_pay_after_certification`: suspended months are paid afterwards.

    `due_soon_days` is how long before its due date a certification is called due (no national number; 90 recommended).
    `expired_card_may_look`: whether an expired ID card still shows its holder's own data.
    `code_valid_days`: how long a printed code is answered before it counts as expired.
    `social_card_is_enough`: whether a social-security card in the hand shows its holder's data without the ID card; read without
    a PSAM the card has proved nothing.
    `home_visit_age`: from which age 请人上门办 comes first.
    `look_ups_per_minute`: how many look-ups a minute the records answer in the long run; more is somebody trying numbers.
    `ask_rating`: people are asked before they go how content they were; the audit notes the answer without a name.
    """

    back_pay_after_certification: bool = True
    due_soon_days: int = 90
    expired_card_may_look: bool = False
    social_card_is_enough: bool = True
    code_valid_days: int = 90
    home_visit_age: int = 80
    look_ups_per_minute: int = 30
    ask_rating: bool = False


@dataclass(frozen=True)
class ServicesConfig:
    """Which services this terminal offers, by their flows' names; each says whether it stands on home."""

    payment: bool = True
    certification: bool = True
    yearly_record: bool = True


@dataclass(frozen=True)
class SoundConfig:
    """The voice: what speaks, how loud it begins (20 to 100), and what it is heard with.

    `engines` are tried in their order, sentence by sentence; none: nothing is spoken. `voice` is whose clips are played: one of
    assets/voice or the folder of a hall's own; empty: none. Outputs are named as the system names them, or by a part of that
    which no other has; empty: the system's own. `jack_switches`: one output serves loudspeaker and headset, and a plug in its
    socket silences the loudspeaker.
    """

    loudness: int = 60
    engines: tuple[str, ...] = ("clips", "espeak-ng", "pyttsx3")
    voice: str = "zf_xiaobei"
    loudspeaker: str = ""
    headset: str = ""
    jack_switches: bool = False

    @property
    def apart(self) -> bool:
        """Whether what is said into the headset stays there, as far as names tell: the system's own output may be any of them."""
        named = "" not in (self.loudspeaker, self.headset)
        return self.jack_switches or (named and self.loudspeaker != self.headset)


@dataclass(frozen=True)
class StaffConfig:
    """How the staff sign in, and for how long.

    `idle_seconds` of quiet end a session, an attendant's `attendant_idle_seconds`; `maintenance_minutes` end maintenance,
    `helping_minutes` the help beside a person, and `absolute_hours` any session however busy it is. `shuffled_keys`: the PIN's
    pad has its digits in another order each time. `card_needed`: a typed staff number is not enough. `pin_days`: how old a PIN
    may become; 0 is any age. `presence_registration`: an attendant may register that a person was here, for certification.
    `media`: the folder in which sticks are mounted. `records_from`: a folder new records may lie in beside those; empty: none.
    """

    idle_seconds: float = 180.0
    attendant_idle_seconds: float = 300.0
    maintenance_minutes: int = 60
    helping_minutes: int = 30
    absolute_hours: int = 12
    shuffled_keys: bool = True
    card_needed: bool = False
    pin_days: int = 180
    presence_registration: bool = False
    media: Path = Path("/media")
    records_from: str = ""


@dataclass(frozen=True)
class ElectronicCardConfig:
    """The hall's platform for electronic cards. `resolver`: "module:name" of what makes a `Resolver`; empty: none."""

    resolver: str = ""


@dataclass(frozen=True, repr=False)
class DeskConfig:
    """The page that shows this terminal's calls in the hall's network. `token` is what the hall's staff open it with."""

    serve: bool = False
    address: str = "127.0.0.1"
    port: int = 8130
    token: str = ""


@dataclass(frozen=True)
class HoursConfig:
    """When the hall is open, as `kiosk.core.hours` reads it; nothing on any day: not known.

    `night_screen`: a dark page stands in place of home outside these hours. `serve_outside_hours`: who touches it, or comes
    to a terminal without one, is served all the same.
    """

    monday: str = ""
    tuesday: str = ""
    wednesday: str = ""
    thursday: str = ""
    friday: str = ""
    saturday: str = ""
    sunday: str = ""
    special: tuple[str, ...] = ()
    night_screen: bool = False
    serve_outside_hours: bool = True


@dataclass(frozen=True)
class Config:
    """Everything `kiosk.toml` says."""

    terminal: TerminalConfig = TerminalConfig()
    panel: PanelConfig = PanelConfig()
    presentation: PresentationConfig = PresentationConfig()
    languages: LanguagesConfig = LanguagesConfig()
    places: PlaceConfig = PlaceConfig()
    idle: IdleConfig = IdleConfig()
    hours: HoursConfig = HoursConfig()
    policy: PolicyConfig = PolicyConfig()
    services: ServicesConfig = ServicesConfig()
    sound: SoundConfig = SoundConfig()
    staff: StaffConfig = StaffConfig()
    data: Path = Path("var")
    key: str = "file"
    electronic_card: ElectronicCardConfig = ElectronicCardConfig()
    desk: DeskConfig = DeskConfig()
    id_reader: DeviceConfig = DeviceConfig()
    social_card_reader: DeviceConfig = DeviceConfig()
    scanner: DeviceConfig = DeviceConfig()
    keypad: DeviceConfig = DeviceConfig()
    indicators: DeviceConfig = DeviceConfig()
    receipt_printer: DeviceConfig = DeviceConfig()
    document_printer: DeviceConfig = DeviceConfig()

    @property
    def headset_contact(self) -> bool:
        """Whether a contact tells that a headset is plugged in: nothing else does."""
        senses = self.indicators.settings.get("senses")
        return bool(self.indicators.make) and isinstance(senses, Mapping) and "headset" in senses

    @property
    def has_headset(self) -> bool:
        """Whether a headset can be plugged in here: its output has a name, or its socket a contact."""
        return bool(self.sound.headset) or self.headset_contact

    @property
    def headset_shared(self) -> bool:
        """Whether what is said into a headset may come out of the loudspeaker: then it counts as absent."""
        return self.has_headset and not self.sound.apart
