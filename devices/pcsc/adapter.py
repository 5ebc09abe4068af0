"""A reader of smart cards at the system's PC/SC service: for halls whose USB reader has a driver there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.condition import Condition
from devices.connection import Connection
from devices.errors import DeviceError, DeviceGone
from devices.health import DeviceInfo, Health, Media
from devices.pcsc import library
from devices.pcsc.service import Service
from devices.setting import Setting, Written, only
from devices.social_card.reader import SocialCardSlot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.calls import Tell
    from devices.deadline import Deadline, Time
    from devices.pcsc.library import Library

NAME_SETTING: Final = "reader"
SETTINGS: Final = (
    Setting(NAME_SETTING, Written.TEXT, "A part of the reader's name at pcscd, where there are several.", '""'),
)


def reader(settings: Mapping[str, object], clock: Time, tell: Tell | None = None) -> SocialCardSlot:
    """Make the reader from its table in kiosk.toml: `reader`, a part of its name at the service, if there are several.

    Its calls are told where `tell` is.

    Raises `ValueError` for a setting of the wrong type. That pyscard is missing shows as `NotConfigured` when it is opened.
    """
    only(settings, SETTINGS)
    wanted = settings.get(NAME_SETTING, "")
    if not isinstance(wanted, str):
        raise ValueError(f"{NAME_SETTING}: not a name")  # noqa: TRY004 - a wrong setting, whatever its type
    return SocialCardSlot(PcscTransport(clock, wanted, tell=tell), clock)


def _recorded(wanted: str, load: Callable[[], Library], clock: Time, tell: Tell) -> Service:
    from devices.pcsc.recorded import RecordedService  # noqa: PLC0415 - hardly ever is anything recorded

    return RecordedService(wanted, load, clock, tell)


class PcscTransport:
    """A `CardTransport` through PC/SC."""

    interface = "pcsc"
    moves = False

    def __init__(
        self,
        clock: Time,
        wanted: str = "",
        load: Callable[[], Library] = library.load,
        *,
        tell: Tell | None = None,
    ) -> None:
        self._condition = Condition(clock)
        self._service = Service(wanted, load, clock) if tell is None else _recorded(wanted, load, clock, tell)
        self._connection = Connection(self._condition, self._service, self._begin)
        self._info = DeviceInfo()

    def info(self) -> DeviceInfo:
        """Say the reader's name at the service."""
        return self._info

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the service about the reader. Never raises for a reader that is not well."""
        return self._connection.probe(deadline, self._see)

    def listen(self, deadline: Deadline) -> None:
        """Notice a card that comes or goes, and a reader that is pulled. Never raises."""
        self._connection.listen(deadline, self._hear)

    def presence(self, deadline: Deadline) -> Media:
        """Say whether a card is in."""
        with self._connection.order(deadline):
            self._see(deadline)
        return self.health().media

    def wait_change(self, deadline: Deadline) -> Media:
        """Return as soon as a card came or went, or after a slice."""
        with self._connection.order(deadline):
            self._condition.media(self._service.wait_change(deadline))
        return self.health().media

    def power_on(self, deadline: Deadline) -> bytes:
        """Power the card for us alone and return its ATR."""
        with self._connection.order(deadline):
            return self._service.power_on(deadline)

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send one command and return the answer as the card gave it."""
        with self._connection.order(deadline):
            return self._service.transmit(command, deadline)

    def power_off(self, deadline: Deadline) -> None:
        """Let go of the card."""
        if self._service.is_open:
            with self._connection.order(deadline):
                self._service.power_off(deadline)

    def reset(self, deadline: Deadline) -> None:
        """Let go of the reader and open it again."""
        self._service.close()
        self.presence(deadline)

    def close(self) -> None:
        """Let go of the reader; safe from another thread."""
        self._connection.close()

    def admit(self, deadline: Deadline, *, on: bool) -> None:
        """Nothing: there is no motor."""

    def eject(self, deadline: Deadline) -> None:
        """Nothing: there is no motor."""

    def capture(self, deadline: Deadline) -> bool:  # noqa: ARG002 - what the contract hands over
        """Nothing: there is no motor."""
        return False

    def _begin(self, deadline: Deadline) -> None:
        self._service.open(deadline)
        self._info = DeviceInfo(model=self._service.name)
        self._see(deadline)

    def _see(self, deadline: Deadline) -> None:
        self._condition.media(self._service.media(deadline))

    def _hear(self, deadline: Deadline) -> None:
        try:
            self._condition.media(self._service.wait_change(deadline))
        except DeviceGone:
            raise
        except DeviceError as error:
            self._connection.failed(error)
