"""What devices tell unasked, and who is told: keys, somebody who steps up, a headset, the mains, the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.roles import Event, Key, Sense


class Keyed(Protocol):
    """What keys move: the window."""

    def key(self, key: Key) -> None:
        """A key of the keypad was pressed."""
        ...


class Attended(Protocol):
    """Who wants to know whether somebody is there, and how they listen: the visit."""

    def somebody(self, *, there: bool | None) -> None:
        """Somebody stands before the terminal; None where no sensor says."""
        ...

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out."""
        ...


class Speaking(Protocol):
    """What speaks."""

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out."""
        ...

    def again(self) -> None:
        """Say the page once more."""
        ...

    def turn(self, steps: int) -> None:
        """Speak louder or softer."""
        ...

    def hurry(self, steps: int) -> None:
        """Speak faster or slower."""
        ...

    def pause(self) -> None:
        """Stop, or go on."""
        ...


class Watching(Protocol):
    """Who looks after the machine: its mains and battery, its door and case."""

    def contact(self, sense: Sense, *, on: bool) -> None:
        """A contact of the machine is on, or off again."""
        ...


class Unasked:
    """Hands events on. Called on the window's thread only. A headset counts only where it is heard alone (`alone`)."""

    def __init__(
        self, window: Keyed, visit: Attended, voice: Speaking, *watching: Watching, alone: Callable[[], bool]
    ) -> None:
        self._window = window
        self._visit = visit
        self._voice = voice
        self._watching = watching
        self._alone = alone
        self._plug: bool | None = None
        self._headset = False
        self._contacts: dict[Sense, bool] = {}

    def heard(self, event: Event) -> None:
        """Take one event."""
        from devices.roles import KeyPressed, Sensed  # noqa: PLC0415 - home is painted before this is needed

        if isinstance(event, KeyPressed):
            self._key(event.key)
        elif isinstance(event, Sensed):
            self._sensed(event.senses)

    def _key(self, key: Key) -> None:
        from devices.roles import Key  # noqa: PLC0415 - as above

        match key:
            case Key.REPEAT:
                self._voice.again()
            case Key.PAUSE:
                self._voice.pause()
            case Key.LOUDER | Key.SOFTER:
                self._voice.turn(1 if key is Key.LOUDER else -1)
            case Key.FASTER | Key.SLOWER:
                self._voice.hurry(1 if key is Key.FASTER else -1)
            case _:
                self._window.key(key)

    def _sensed(self, senses: Mapping[Sense, bool]) -> None:
        from devices.roles import Sense  # noqa: PLC0415 - as above

        self._visit.somebody(there=senses.get(Sense.PRESENCE))
        self._plug = senses.get(Sense.HEADSET)
        self.look()
        for sense in (Sense.MAINS_LOST, Sense.BATTERY_LOW, Sense.DOOR, Sense.TAMPER):
            self._contact(sense, senses.get(sense))

    def look(self) -> None:
        """See whether a headset counts now: a plug tells, or what became known of the outputs."""
        # An unknown plug keeps the loudspeaker private: nothing personal is ever said on a guess.
        headset = bool(self._plug) and self._alone()
        if headset is not self._headset:
            self._headset = headset
            self._voice.headset(plugged=headset)
            self._visit.headset(plugged=headset)

    def _contact(self, sense: Sense, on: bool | None) -> None:  # noqa: FBT001 - what the contact says
        """Hand a contact on once it changes: what is off at first is as it should be, what is unknown stays as it was.

        Of the mains that is news all the same: a battery that is low while they are there only charges.
        """
        from devices.roles import Sense  # noqa: PLC0415 - as above

        usual = None if sense is Sense.MAINS_LOST else False
        if on is not None and on is not self._contacts.get(sense, usual):
            self._contacts[sense] = on
            for each in self._watching:
                each.contact(sense, on=on)
