"""The pages a visit puts up by itself, and how visits end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.roles import IdCard, SocialCard
from kiosk.core.house import Ending
from kiosk.screens import another_card, being_helped, goodbye, read_aloud, sorry, walked_away
from kiosk.screens.reading import CARD
from kiosk.screens.take_social_card import CLEAR_SLOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.core.closed import Closed
    from kiosk.core.config import PlaceConfig
    from kiosk.core.house import Aloud, Onward
    from kiosk.core.page import Job, Page
    from kiosk.flows.hall import Hall


class TerminalHouse:
    """Pages for this terminal. `fault` is what keeps it from serving, if anything; `bug_code` names the newest bug report.

    `instead` is what stands in place of home though the terminal could serve: at night, on an empty battery.
    """

    def __init__(
        self,
        hall: Hall,
        fault: Callable[[], Closed | None],
        bug_code: Callable[[], str],
        instead: Callable[[], Page[Onward] | None] = lambda: None,
    ) -> None:
        self._hall = hall
        self._fault = fault
        self._bug_code = bug_code
        self._instead = instead

    @property
    def places(self) -> PlaceConfig:
        """Where things are, as people are told."""
        return self._hall.places

    @property
    def bug_code(self) -> str:
        """The newest bug report's code."""
        return self._bug_code()

    def still_there(self, seconds: float) -> Page[Onward]:
        """W1."""
        return walked_away.still_there(seconds)

    def read_aloud(self) -> Page[Aloud]:
        """M5."""
        return read_aloud.read_aloud_consent(headset=self._hall.offers_headset)

    def plug_in(self) -> Page[Aloud]:
        """用耳机听."""
        return read_aloud.plug_in()

    def modes(self) -> Page[Onward]:
        """The modes, away from home."""
        from kiosk.screens import modes  # noqa: PLC0415 - home is painted before this is needed

        return modes.modes()

    def hearing(self) -> Page[Onward]:
        """How everything is spoken."""
        from kiosk.screens import hearing  # noqa: PLC0415 - as above

        return hearing.hearing()

    def languages(self) -> Page[Onward]:
        """The languages, wherever they are offered."""
        from kiosk.screens import languages  # noqa: PLC0415 - home is painted before this is needed

        return languages.languages()

    def consent(self) -> Page[bool]:
        """H5."""
        return being_helped.show_staff()

    def helped(self) -> Page[Onward]:
        """H7."""
        return being_helped.helped()

    def trouble(self, error: Exception) -> Page[Onward] | None:
        """Look the error up in the one table."""
        from kiosk.flows.troubles import trouble  # noqa: PLC0415 - home is painted before this is needed

        return trouble(error, self._hall.places)

    def closed(self) -> Page[Onward] | None:
        """Return the out-of-service page while the terminal may not serve, or what else stands in place of home."""
        fault = self._fault()
        return self._instead() if fault is None else sorry.out_of_service(self._hall.places, fault)

    def watch(self) -> Job[object] | None:
        """Wait for another ID card while a visit stands; nobody puts a card into the slot unasked."""
        return CARD if self._hall.reads_id_cards else None

    def intruding(self, value: object, known: Sequence[object]) -> Page[Onward] | None:
        """Ask who goes on when another person's card was put; the visit's own card may be put as often as they like."""
        if not isinstance(value, IdCard) or not any(map(_names_somebody, known)):
            return None
        if any(_belongs_to(known_value, value.number) for known_value in known):
            return None
        return another_card.another_card()

    def closing(self, ending: Ending) -> Page[Onward] | None:
        """W2 after the idle question, T5 when somebody left by themselves, an apology after a bug."""
        if ending is Ending.IDLE:
            return walked_away.gone()
        if ending is Ending.BUG:
            return sorry.sorry(self._bug_code(), self._hall.places)
        return None if ending in (Ending.FINISHED, Ending.STAFF) else goodbye.everything_in_hand()

    def farewell(self) -> tuple[Job[object], ...]:
        """Move a card that is still inside to the mouth. A print that stops is cleared by its flow."""
        return (CLEAR_SLOT,) if self._hall.reads_social_cards else ()


def _names_somebody(known: object) -> bool:
    """Whether something the visit brought says whose visit it is. A card of generation 3 alone doesn't."""
    from kiosk.core.electronic_card import ElectronicCard  # noqa: PLC0415 - home is painted before this is needed
    from kiosk.core.record import Found  # noqa: PLC0415 - as above
    from kiosk.core.typed_number import TypedNumber  # noqa: PLC0415 - as above

    return isinstance(known, (IdCard, ElectronicCard, TypedNumber, Found)) or (
        isinstance(known, SocialCard) and known.identity_number is not None
    )


def _belongs_to(known: object, number: str) -> bool:
    """Whether something the visit brought about names this ID number as its person's."""
    from kiosk.core.electronic_card import ElectronicCard  # noqa: PLC0415 - as below
    from kiosk.core.money import IdNumber  # noqa: PLC0415 - as below
    from kiosk.core.record import Found  # noqa: PLC0415 - home is painted before this is needed
    from kiosk.core.typed_number import TypedNumber  # noqa: PLC0415 - as below

    if isinstance(known, IdCard):
        return known.number == number
    if isinstance(known, SocialCard):
        return known.identity_number == number
    if isinstance(known, (ElectronicCard, TypedNumber)):
        return known.number == IdNumber(number)
    return isinstance(known, Found) and known.record.person.number == IdNumber(number)
