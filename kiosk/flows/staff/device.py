"""One device under the technician's hands: look, test, reset, and set its line with a way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.errors import DeviceError
from devices.health import Ability, Health, Verdict
from devices.roles import Sense
from kiosk.core.upkeep import Check, SettingsRefused
from kiosk.screens.printing import LANES
from kiosk.screens.staff import line, testing
from kiosk.screens.staff.contacts import contacts_now, try_contact
from kiosk.screens.staff.device_panel import (
    Renewed,
    Wish,
    asking_details,
    details,
    device,
    looking_up,
    reset_done,
    resetting,
)
from kiosk.screens.staff.line import Setting, Trial
from kiosk.screens.staff.maintenance import Seen, glance
from kiosk.screens.staff.testing import Saw

if TYPE_CHECKING:
    from devices.health import Capabilities
    from devices.roles import Detail, Key
    from kiosk.flows.staff.service import OnDuty


async def keep_device(duty: OnDuty, seen: Seen) -> Seen:
    """Do with a device what is wished, until others are wanted; return how it is then."""
    while True:
        looked = await looking_up(seen)
        wish = await device(seen, looked, duty.member)
        while isinstance(wish, Renewed):
            seen, looked = replace(seen, health=wish.health), wish.looked
            wish = await device(seen, looked, duty.member)
        match wish:
            case Wish.OTHERS:
                return seen
            case Wish.DETAILS:
                await details(seen, looked.since, await _more(seen.lane))
            case Wish.RESET:
                await _reset(seen.lane)
            case Wish.LINE:
                await set_line(duty, seen)
            case _:
                await check(duty, seen.lane, wish)
        seen = await _again(seen)


async def _more(lane: str) -> tuple[Detail, ...] | None:
    """Ask it for more; None where it doesn't answer."""
    try:
        return await asking_details(lane)
    except DeviceError:
        return None


async def _again(seen: Seen) -> Seen:
    try:
        return await glance(seen.lane)
    except DeviceError:
        return Seen(seen.lane, seen.info, seen.capabilities)


async def _reset(lane: str) -> None:
    try:
        done = await resetting(lane)
    except DeviceError:
        await reset_done(well=False)
    else:
        if done:
            await reset_done(well=True)


# -- tests ----------------------------------------------------------------------------------------------------


async def check(duty: OnDuty, lane: str, which: Check) -> None:
    """Test a device in one way, and keep what came of it."""
    if which is Check.ITSELF:
        await _itself(duty, lane)
        return
    code = ""
    try:
        saw = await _tried(duty, lane, which)
    except DeviceError as error:
        saw, code = Saw.BAD, error.code
    if saw is Saw.NOT_NOW:
        return
    passed = None if saw is Saw.SKIPPED else saw is Saw.GOOD
    await testing.keeping(duty.member, duty.hall.note, lane, which, passed=passed, code=code)
    await testing.check_said(which, passed=passed)


async def _itself(duty: OnDuty, lane: str) -> None:
    try:
        test = await testing.testing_itself(lane)
    except DeviceError as error:  # its lane hangs, or it can't even be made
        passed, code = False, error.code
        await testing.keeping(duty.member, duty.hall.note, lane, Check.ITSELF, passed=passed, code=code)
        await testing.check_said(Check.ITSELF, passed=False)
        return
    if isinstance(test, Saw):
        return
    known = None if test.verdict is Verdict.UNKNOWN else test.verdict is Verdict.PASSED
    code = "" if test.error is None else test.error.code
    await testing.keeping(duty.member, duty.hall.note, lane, Check.ITSELF, passed=known, code=code)
    await testing.told_itself(lane, test)


async def _tried(duty: OnDuty, lane: str, which: Check) -> Saw:
    match which:
        case Check.PRINT:
            paper = next(paper for paper, key in LANES.items() if key.name == lane)
            await testing.printing_trial(paper, duty.hall.issue, duty.hall.today)
            return await testing.print_is_good()
        case Check.KEYS:
            return await _keys()
        case Check.LAMPS:
            return await _lamps()
        case Check.SENSES:
            return await _contacts()
        case Check.CHIME:
            saw = await testing.does_it_chime()
            await testing.lamps_back()
            return saw
        case _:
            return await testing.trying_to_read(lane)


async def _keys() -> Saw:
    """Tick off keys until whoever presses them says how it went."""
    pressed: frozenset[Key] = frozenset()
    while True:
        answer = await testing.press_every_key(pressed)
        if isinstance(answer, Saw):
            return answer
        pressed |= {answer}


async def _lamps() -> Saw:
    """Light one after the other; one that doesn't shine is enough. Afterwards they show what they should again."""
    saw = Saw.GOOD
    for lamp in await testing.wired_lamps():
        answer = await testing.does_it_shine(lamp)
        if answer is Saw.NOT_NOW:
            saw = answer
            break
        saw = answer if answer is Saw.BAD else saw
    await testing.lamps_back()
    return saw


async def _contacts() -> Saw:
    """Have every wired contact changed, one after the other; one that is left out leaves the whole open."""
    contacts = await contacts_now()
    answers: list[Saw] = []
    for sense in Sense:
        if sense not in contacts.wired:
            continue
        answer = await try_contact(sense, (await contacts_now()).says.get(sense))
        if answer is Saw.NOT_NOW:
            return answer
        answers.append(answer)
    if Saw.BAD in answers:
        return Saw.BAD
    if Saw.GOOD not in answers:
        return Saw.NOT_NOW
    return Saw.SKIPPED if Saw.SKIPPED in answers else Saw.GOOD


# -- port and speed ---------------------------------------------------------------------------------------------


async def set_line(duty: OnDuty, seen: Seen) -> None:
    """Choose a port or a speed, try it, and keep it only where that is said; else it goes back by itself."""
    lane = seen.lane
    settings, ports = await line.looking(lane)
    asks = seen.capabilities is not None and Ability.ANSWERS in seen.capabilities.abilities
    setting: tuple[str, object]
    if await line.which_setting(lane, settings) is Setting.PORT:
        if not ports and not asks:
            await line.no_ports()
            return
        setting = ("port", await line.which_port(ports, asks=asks))
    else:
        setting = ("baud", await line.which_speed())
    await line.attempting(lane, {**settings, setting[0]: setting[1]})
    health, capabilities = await _asked(lane)
    if await line.tried(lane, health, capabilities) is Trial.KEEP:
        kept = await line.keeping(lane, setting[0], duty.member, duty.hall.note)
        refusal = kept if isinstance(kept, SettingsRefused) else None
        await line.settled(kept=refusal is None, refusal=refusal)
    else:
        await line.putting_back(lane, setting[0], duty.member, duty.hall.note)
        await line.settled(kept=False)


async def _asked(lane: str) -> tuple[Health, Capabilities | None]:
    """Ask the device with the settings that are tried; one that can't be made with them has no health."""
    try:
        return await line.asking(lane)
    except DeviceError:
        return Health(), None
