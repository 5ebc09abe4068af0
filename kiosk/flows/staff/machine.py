"""The machine under the technician's hands: panel, sound, services, clock, a pause, and starting it again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from kiosk.core.exits import Exit
from kiosk.core.upkeep import Check, ClockRefused, UpkeepRefused
from kiosk.flows.staff.outcome import Exits
from kiosk.flows.staff.second_person import second_person
from kiosk.screens.staff import clock, language_switches, opening_hours, panel_check, stopping, testing
from kiosk.screens.staff import machine as pages
from kiosk.screens.staff.machine import Louder, Next, What
from kiosk.screens.staff.opening_hours import HoursWish, How, Open
from kiosk.screens.staff.panel_check import (
    CARD_HEIGHT_MM,
    CARD_WIDTH_MM,
    FIRST_STEP,
    LAST_STEP,
    PANEL,
    Fit,
    Miss,
    ScreenWish,
    measure,
)
from kiosk.staff.two_people import Matter
from kiosk.voice.words import Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.core.page import Hit, Page
    from kiosk.flows.staff.service import OnDuty

UPRIGHT = (90, 270)
"""Rotations at which the panel's width is what people see as its height."""


async def set_machine(duty: OnDuty) -> Exits | None:
    """Set one thing; `Exits` where the program is to start again for it."""
    match await pages.settings():
        case What.SCREEN:
            return await keep_screen(duty)
        case What.LOUDNESS:
            await set_loudness(duty)
        case What.LANGUAGES:
            return await choose_languages(duty)
        case What.SERVICES:
            return await choose_services(duty)
        case What.HOURS:
            return await set_hours(duty)
        case _:
            await set_clock(duty)
    return None


async def keep_screen(duty: OnDuty) -> Exits | None:
    """Show how the panel is, check it and measure it, until others are wanted or its size is another."""
    while True:
        seen = await panel_check.looking_at_screen()
        match await panel_check.screen_panel(seen, duty.hall.config.panel, duty.member):
            case ScreenWish.TOUCH:
                await check_touch(duty)
            case ScreenWish.MISSED:
                await panel_check.missed(seen.missed)
            case ScreenWish.SIZE:
                return await measure_panel(duty)
            case _:
                return None


async def check_touch(duty: OnDuty) -> None:
    """Have nine dots touched, and keep whether all were hit."""
    hits: tuple[Hit, ...] = ()
    for number in range(len(panel_check.DOTS)):
        answer = await panel_check.dot(number)
        if isinstance(answer, Miss):
            break
        hits = (*hits, answer)
    whole = len(hits) == len(panel_check.DOTS)
    passed = whole and panel_check.is_good(hits)
    await testing.keeping(duty.member, duty.hall.note, PANEL, Check.TOUCH, passed=passed)
    await (panel_check.touched(hits) if whole else panel_check.not_touched(hits))


async def measure_panel(duty: OnDuty) -> Exits | None:
    """Hold a card to the screen; the panel's size in millimetres follows from the share of it that a card takes."""
    panel = duty.hall.config.panel
    turned = panel.rotation in UPRIGHT
    wide, high = (panel.height_mm, panel.width_mm) if turned else (panel.width_mm, panel.height_mm)
    across, down = CARD_WIDTH_MM / wide, CARD_HEIGHT_MM / high
    across = await _fitting(lambda share: measure(share, down, upright=False), across)
    down = await _fitting(lambda share: measure(across, share, upright=True), down)
    wide, high = round(CARD_WIDTH_MM / across, 1), round(CARD_HEIGHT_MM / down, 1)
    sizes = (high, wide) if turned else (wide, high)  # the file has the panel as it is built
    return await _change(duty, {"panel.width_mm": sizes[0], "panel.height_mm": sizes[1]})


async def _fitting(page: Callable[[float], Page[Fit]], share: float) -> float:
    """Let one side of the rectangle grow and shrink, by less each time it was too much, until it fits; return its share."""
    step, before = FIRST_STEP, Fit.FITS
    while True:
        fit = await page(share)
        if fit is Fit.FITS:
            return share
        if before not in (Fit.FITS, fit):
            step = max(LAST_STEP, step / 2)
        share = min(1.0, share * (1 + step if fit is Fit.MORE else 1 - step))
        before = fit


async def set_loudness(duty: OnDuty) -> None:
    """How loud the voice begins, set by ear: a sentence is said at each level, and what is kept holds at once."""
    read = await pages.reading("sound.loudness")
    if isinstance(read, UpkeepRefused):
        await pages.refused(read)
        return
    now, speak = cast("int", read[0]), None
    while (wish := await pages.loudness(now, speak)) is not Louder.KEEP:
        step = pages.LOUDNESS_STEP if wish is Louder.LOUDER else -pages.LOUDNESS_STEP
        now = max(pages.SOFTEST, min(pages.LOUDEST, now + step))
        speak = partial(duty.hall.try_voice, Outlet.LOUDSPEAKER, now) if duty.hall.speaks() else None
    changed = await pages.changing({"sound.loudness": now}, duty.member, duty.hall.note)
    if isinstance(changed, UpkeepRefused):
        await pages.refused(changed)
    else:
        await (pages.holds() if changed else pages.unchanged())


async def choose_languages(duty: OnDuty) -> Exits | None:
    """Which languages people may choose."""
    read = await language_switches.reading_languages()
    if isinstance(read, UpkeepRefused):
        await pages.refused(read)
        return None
    on = frozenset(read.offered)
    while (code := await language_switches.which_languages(read, on, duty.member)) != language_switches.ALL_SET:
        on ^= {code}
    offered = read.written(on)
    return await _change(duty, {} if offered == read.offered else {language_switches.OFFERED: offered})


async def choose_services(duty: OnDuty) -> Exits | None:
    """Which services stand on home."""
    read = await pages.reading(*(f"services.{key}" for key in pages.SERVICES))
    if isinstance(read, UpkeepRefused):
        await pages.refused(read)
        return None
    on = dict(zip(pages.SERVICES, cast("tuple[bool, ...]", read), strict=True))
    while (key := await pages.services(on)) != pages.DONE:
        on = {**on, key: not on[key]}
    return await _change(duty, {f"services.{key}": value for key, value in on.items()})


async def set_hours(duty: OnDuty) -> Exits | None:
    """When the hall is open, day by day, and what stands outside these hours."""
    read = await pages.reading(*(f"hours.{key}" for key in opening_hours.KEYS))
    if isinstance(read, UpkeepRefused):
        await pages.refused(read)
        return None
    *days, special, dark, serves = read
    before = hours = Open(*cast("Any", (tuple(days), special, dark, serves)))
    while (wish := await opening_hours.opening_hours(hours, duty.member)) is not HoursWish.ALL_SET:
        match wish:
            case HoursWish.NIGHT:
                hours = replace(hours, night_screen=not hours.night_screen)
            case HoursWish.SERVE:
                hours = replace(hours, serve_outside_hours=not hours.serve_outside_hours)
            case _:
                spans = await _spans(wish, hours)
                hours = replace(hours, days=(*hours.days[:wish], spans, *hours.days[wish + 1 :]))
    were = before.written()
    return await _change(duty, {key: value for key, value in hours.written().items() if value != were[key]})


async def _spans(day: int, hours: Open) -> str:
    """Ask when the hall is open on a day; return it as it is written."""
    how = await opening_hours.how_open(day, hours)
    if how is How.AS_BEFORE:
        return hours.days[day - 1]
    times = [opening_hours.NOTHING_BEFORE]
    for edge in opening_hours.EDGES[how]:
        times.append(await opening_hours.enter_edge(day, edge, times[-1]))
    edges = [opening_hours.clock(minutes) for minutes in times[1:]]
    return " ".join(f"{opens}-{closes}" for opens, closes in zip(edges[::2], edges[1::2], strict=True))


async def _change(duty: OnDuty, changes: Mapping[str, object]) -> Exits | None:
    """Write a change, and ask whether the program is to start again for it."""
    changed = await pages.changing(changes, duty.member, duty.hall.note)
    if isinstance(changed, UpkeepRefused):
        await pages.refused(changed)
    elif not changed:
        await pages.unchanged()
    elif await pages.changed() is Next.NOW:
        return Exits(await stopping.asking_exit(Exit.RESTART, duty.member, duty.hall.note))
    return None


async def set_clock(duty: OnDuty) -> None:
    """Set the clock, by two people, with a reason."""
    reason = await clock.clock_reason()
    to = await clock.enter_time(await clock.enter_day())
    if await second_person(duty, Matter.CLOCK) is None:
        return
    done = await clock.setting_clock(to, reason, duty.member, duty.hall.note)
    await (pages.refused(done) if isinstance(done, ClockRefused) else clock.clock_set())


async def pause(duty: OnDuty) -> None:
    """Serve nobody for a while."""
    reason = await stopping.pause_reason()
    until = await stopping.pause_until()
    begun = await stopping.pausing(reason, until, duty.member, duty.hall.note)
    await (pages.refused(begun) if isinstance(begun, UpkeepRefused) else stopping.pause_said(begun=True))


async def serve(duty: OnDuty) -> None:
    """Serve again."""
    await stopping.serving(duty.member, duty.hall.note)
    await stopping.pause_said(begun=False)


async def restart(duty: OnDuty) -> Exits:
    """Start the program or the machine again, or switch it off."""
    code = await stopping.restart(somebody=duty.parked.somebody)
    return Exits(await stopping.asking_exit(code, duty.member, duty.hall.note))
