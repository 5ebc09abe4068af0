"""How an event is declared: its id, who may cause it, the fields it may carry, the sentence an auditor reads."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.audit.fields import Code, Field, FieldRefused, Written
from kiosk.core.staff import StaffMember, StaffRole

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unnamed(StrEnum):
    """Who causes what happens without having signed in: the machine itself, the person being served, or who has its console."""

    MACHINE = "machine"
    PERSON = "person"
    CONSOLE = "console"


Cause = Unnamed | StaffRole
Actor = Unnamed | StaffMember
"""Who caused an event; of the staff always who has signed in, since the sign-in is what says their role."""

_ASIDE: Final = re.compile(r"\[([^]]*)\]")

MACHINE: Final = frozenset[Cause]({Unnamed.MACHINE})
STAFF: Final = frozenset[Cause](StaffRole)


class CauseRefused(ValueError):
    """Somebody may not cause this event. Says which event and as what they came."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, checked against its declaration."""

    kind: EventKind
    fields: Mapping[str, Written]
    actor: Actor = Unnamed.MACHINE

    @property
    def by(self) -> str:
        """As what the actor stands in the line: `machine`, `technician`."""
        return self.actor.role.value if isinstance(self.actor, StaffMember) else self.actor.value

    def sentence(self) -> str:
        """Return the sentence an auditor reads; a field that was left out reads as 无."""
        return self.kind.sentence_of(self.fields)


@dataclass(frozen=True, slots=True)
class EventKind:
    """A declared event; calling it makes one. `optional` fields may be left out or None.

    `durable` events ask for the disk at once; the others go with the next that does.
    """

    id: str
    sentence: str
    fields: Mapping[str, Field]
    optional: frozenset[str] = frozenset()
    durable: bool = True
    causes: frozenset[Cause] = MACHINE

    def __call__(self, actor: Actor | None = None, /, **values: object) -> Event:
        """Make the event. Without an actor it is who alone may cause it, the machine if it may.

        The field `staff` is the number of who has signed in, if they are the actor. Raises `FieldRefused`, naming the
        field and never its value, and `CauseRefused`.
        """
        who = self._usual_actor() if actor is None else actor
        if not self.may_be_caused_by(who):
            raise CauseRefused(f"{self.id}: not by {who.role if isinstance(who, StaffMember) else who}")
        given = {name: value for name, value in values.items() if value is not None}
        if (
            isinstance(who, StaffMember)
            and "staff" in self.fields
            and given.setdefault("staff", who.number) != who.number
        ):
            raise CauseRefused(f"{self.id}: staff is not who caused it")
        for name in (given.keys() - self.fields.keys()) | (self.fields.keys() - self.optional - given.keys()):
            raise FieldRefused(f"{self.id}: {name} is {'missing' if name in self.fields else 'not declared'}")
        written: dict[str, Written] = {}
        for name, field in self.fields.items():
            if name in given:
                try:
                    written[name] = field.written(given[name])
                except FieldRefused as refusal:
                    raise FieldRefused(f"{self.id}: {name}: {refusal}") from None
        return Event(self, MappingProxyType(written), who)

    def may_be_caused_by(self, actor: Actor) -> bool:
        """Whether the declaration names this actor; an administrator may what any role may."""
        if isinstance(actor, StaffMember):
            return any(actor.may_act_as(cause) for cause in self.causes if isinstance(cause, StaffRole))
        return actor in self.causes

    def sentence_of(self, fields: Mapping[str, object]) -> str:
        """Return the sentence with these fields; one that was left out reads as 无.

        A part of the sentence in brackets is said only if all of its fields are there.
        """
        said = _ASIDE.sub(lambda part: part[1] if _named(part[1]) <= fields.keys() else "", self.sentence)
        return said.format(**{name: fields.get(name, "无") for name in self.fields})

    def _usual_actor(self) -> Actor:
        for who in Unnamed:
            if who in self.causes:
                return who
        raise CauseRefused(f"{self.id}: who caused it is missing")


EVENTS: Final[dict[str, EventKind]] = {}
"""All declared events by id; filled by `declare` while the modules of events are loaded."""


def declare(
    name: str,
    sentence: str,
    /,
    *,
    causes: frozenset[Cause] = MACHINE,
    optional: frozenset[str] = frozenset(),
    durable: bool = True,
    **fields: Field,
) -> EventKind:
    """Declare an event. Raises `FieldRefused` for an id declared twice, a field that may hold text, or a loose sentence."""
    Code().written(name)
    if name in EVENTS:
        raise FieldRefused(f"{name} is declared twice")
    if any(not isinstance(field, Field) for field in fields.values()):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without types exist
        raise FieldRefused(f"{name}: only the declared kinds of field")
    if _named(sentence) != fields.keys() or not optional <= fields.keys() or not causes:
        raise FieldRefused(f"{name}: the sentence says each field and nothing else, and somebody causes it")
    EVENTS[name] = kind = EventKind(name, sentence, MappingProxyType(fields), optional, durable, causes)
    return kind


def _named(sentence: str) -> frozenset[str]:
    return frozenset(part for _, part, _, _ in string.Formatter().parse(sentence) if part is not None)
