"""What differs between makes of ESC/POS printers, as data: their bits, their presenters, what they lack.

What no manual at hand confirms is marked "unverified"; a setting in kiosk.toml overrides it where it matters (`model`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.escpos import frames
from devices.escpos.status import CITIZEN_CODING, CUSTOM_CODING, EPSON_CODING, SNBC_CODING, Coding

if TYPE_CHECKING:
    from collections.abc import Mapping

CUT_DOTS: Final = 8
"""White below the last line, before the cut."""
_IDENTITIES: Final = MappingProxyType({65: "firmware", 66: "maker", 67: "model", 68: "serial"})


@dataclass(frozen=True, slots=True)
class Presenter:
    """A presenter holds the cut paper in its mouth, knows whether it still hangs there, and can draw it back."""

    take_back: bytes
    """The order that draws the paper back in. It waits for its turn like any other."""
    offer: bytes = b""
    """What makes it hold the cut paper out; the number of steps follows. Empty: it does so by itself after each cut."""


@dataclass(frozen=True, slots=True)
class Make:
    """What a make says in which bits, and what it can do.

    `setup` has to be sent after each ESC @. `near_end_mm` is the paper left on the roll when its near-end sensor first sees
    it: where that is depends on how the sensor is set and on the core, so every default of it is unverified.
    """

    coding: Coding = EPSON_CODING
    setup: bytes = frames.AUTOMATIC_STATUS
    cut: bytes = frames.cut(CUT_DOTS)
    presenter: Presenter | None = None
    process_ids: bool = False
    clears_buffers: bool = False
    asks_room: bool = False
    near_end_mm: int = 3000
    pictures: bool = True
    """Whether ESC * can print band under band: every make at hand has it, and needs it for rare names."""
    identities: Mapping[int, str] = field(default_factory=lambda: _IDENTITIES)
    """The n of GS I it answers with a text, and which part of `DeviceInfo` that is."""


EPSON: Final = Make(process_ids=True, clears_buffers=True)

SNBC: Final = Make(coding=SNBC_CODING, asks_room=True)
"""SNBC's kiosk printers (BT-T080) and many others made like them.

Unverified: the question for room in the buffer, which the manual of the BTP-M300 describes; without an answer it isn't asked
again. Clones mostly lack process ids."""

CITIZEN: Final = Make(
    coding=CITIZEN_CODING,
    # GS R 1 0: never draw paper back by itself; its default is after 5 s, too soon for an old hand.
    setup=frames.AUTOMATIC_STATUS + b"\x1dR\x31\x00",
    # Unverified: that a full cut is wanted before its presenter.
    cut=frames.cut_off(CUT_DOTS),
    presenter=Presenter(take_back=b"\x1dR\x30"),
)
"""Citizen PPU-700 and PMU2300 with presenter; source: PPU-700 command reference p. 121. It presents after each cut by itself.

GS R works only if the printer's own switch allows to draw back (MSW4-4; MSW11-2 on the PMU2300III). Without paper in the
mouth GS R 0 lets the motor run for 5 s, so it isn't sent then. Unverified: process ids and clearing of the buffers."""

CUSTOM: Final = Make(
    coding=CUSTOM_CODING,
    # GS alpha 0F: all four bytes of the full status at each change. GS e 18: the paper stays in while it is printed on; known
    # of the Reliance, unverified of Custom's own.
    setup=b"\x1d\xe0\x0f" + b"\x1de\x12",
    # Unverified: GS V 65 on the Reliance, whose manual has only ESC i; its GS e cuts by itself what is not cut.
    cut=frames.cut_off(CUT_DOTS),
    presenter=Presenter(take_back=b"\x1de\x02", offer=b"\x1de\x03"),
    near_end_mm=2400,
    identities=MappingProxyType({}),
)
"""Custom's kiosk printers with presenter, and the Reliance; source: manuals of KPM150, KPM210, Reliance (PyramidTechnologies).

A step of the presenter is 0.625 mm (KPM210), 6.5 mm (KPM216H), 7 mm (Reliance) or 22 mm (TPTCM112): `present_steps` must fit.
`near_end_mm` is the KPM150's own default for its virtual paper end. Unverified: DLE ENQ 2."""

MAKES: Final[Mapping[str, Make]] = {"epson": EPSON, "custom": CUSTOM, "citizen": CITIZEN, "snbc": SNBC}
