"""设备维护, for technicians: the devices are theirs once everybody's work is done; leaving gives everything back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.errors import DeviceError
from kiosk.flows.staff.device import keep_device
from kiosk.flows.staff.machine import pause, restart, serve, set_machine
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.voice import keep_voice
from kiosk.screens.staff.device_words import NAMES
from kiosk.screens.staff.maintenance import Machine, Seen, Wish, beginning, data_reaches, glance
from kiosk.screens.staff.maintenance import maintenance as panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import DeviceConfig
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.outcome import Outcome
    from kiosk.flows.staff.service import OnDuty


def fitted(hall: Hall) -> tuple[str, ...]:
    """The lanes of the devices that are fitted, in the order in which they are shown."""
    tables: Mapping[str, DeviceConfig] = {lane: getattr(hall.config, lane) for lane in NAMES}
    return tuple(lane for lane, table in tables.items() if table.make)


async def maintenance(duty: OnDuty) -> Outcome | Stay:
    """Show how every device is for as long as it is wanted, and do what is wished.

    Each device is asked in its own lane, so a sheet that is under way is finished first, and that is said.
    """
    hall, member = duty.hall, duty.member
    sealing = duty.parked.page is not None and duty.parked.page.seals
    machine = await beginning(member, hall.note)
    seen = {lane: await _seen(lane, machine, printing=sealing and lane in hall.printers) for lane in fitted(hall)}
    cut_off = await data_reaches()
    while True:
        wish = await panel(
            tuple(seen.values()),
            machine,
            member,
            cut_off,
            sound=hall.sound,
            voice=hall.voice(),
            closed=hall.closed_for(),
        )
        match wish:
            case Machine():
                machine = wish
            case str():
                seen[wish] = await keep_device(duty, await _seen(wish, machine))
                machine = await beginning(member, hall.note)
            case Wish.MENU:
                return Stay.MENU
            case _:
                outcome = await _of_the_machine(duty, wish)
                if outcome is not None:
                    return outcome
                machine = await beginning(member, hall.note)


async def _of_the_machine(duty: OnDuty, wish: Wish) -> Outcome:
    """Do what is wished of the whole machine; None to go on."""
    if wish is Wish.SETTINGS:
        return await set_machine(duty)
    if wish is Wish.RESTART:
        return await restart(duty)
    if wish is Wish.VOICE:
        await keep_voice(duty)
        return None
    await (pause(duty) if wish is Wish.PAUSE else serve(duty))
    return None


async def _seen(lane: str, machine: Machine, *, printing: bool = False) -> Seen:
    """Ask a device who it is; of one that can't even be made, what its lane says is all that is known."""
    try:
        return await glance(lane, printing=printing)
    except DeviceError:
        return Seen(lane, health=machine.healths[lane]) if lane in machine.healths else Seen(lane)
