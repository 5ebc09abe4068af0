"""One fault case of R4, tried: it ends in time and typed, never with a wrong answer, and the device is back within 5 s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import DeviceError

if TYPE_CHECKING:
    from tests.devices.slot_faults import Bed, Fault

from tests.devices.slot_bed import Misheard
from tests.devices.slot_faults import mend
from tests.devices.trial import Trial

DEADLINE_SECONDS = 40.0
BACK_SECONDS = 5.0


def try_fault(bed: Bed, fault: Fault, reading_seconds: float) -> Trial:
    """Try one case and return how long it took; `reading_seconds` is what a good reading takes."""
    begun = bed.clock.monotonic()
    fault.strike(bed)
    bed.put_in()
    try:
        bed.reading(bed.deadline(DEADLINE_SECONDS))
    except DeviceError:
        pass  # typed, as it shall be
    except Misheard:
        # A check of one byte lets one in 256 blurred frames through; what a card says is checked by its reader.
        assert fault.name.startswith(("noise", "everything")), fault.name
    ended = bed.clock.monotonic()
    assert ended <= DEADLINE_SECONDS + 0.06, fault.name
    if fault.name.startswith(("pulled", "nothing", "stuck")):
        bed.clock.sleep(1.3)  # a plug stays out for a while
    bed.take_out()
    mend(bed)
    bed.put_in()
    mended = bed.clock.monotonic()
    while True:
        try:
            bed.reading(bed.deadline(BACK_SECONDS + reading_seconds))
        except DeviceError:
            assert bed.clock.monotonic() < mended + BACK_SECONDS, fault.name
            bed.take_out()
            bed.put_in()
            bed.clock.sleep(0.05)
        else:
            break
    took = bed.clock.monotonic() - mended - reading_seconds
    assert took <= BACK_SECONDS, fault.name
    return Trial(fault.name, ended - begun, max(0.0, took))
