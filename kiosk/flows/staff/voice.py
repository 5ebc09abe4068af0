"""The voice under the technician's hands: look how it is, and listen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.upkeep import Check
from kiosk.screens.staff import testing
from kiosk.screens.staff.testing import Saw
from kiosk.screens.staff.voice import VOICE, VoiceWish, does_it_speak, looking_up_voice, voice_panel
from kiosk.voice.words import Outlet

if TYPE_CHECKING:
    from kiosk.flows.staff.service import OnDuty

NOT_HEARD = "not-heard"
NO_OUTPUT = "no-such-output"
SHARED = "shared-output"
"""Why a test was not passed, as it is kept."""


async def keep_voice(duty: OnDuty) -> None:
    """Show how the voice is, and have it listened to, until others are wanted."""
    hall = duty.hall
    while True:
        test = await looking_up_voice()
        if await voice_panel(hall.voice(), hall.sound, test, duty.member) is VoiceWish.OTHERS:
            return
        await _listen(duty)


async def _listen(duty: OnDuty) -> None:
    """Have it heard on the loudspeaker, then on the headset where there is one, and keep what came of it."""
    hall = duty.hall
    answers: list[Saw] = []
    loudness = hall.sound.loudness

    def speak(outlet: Outlet) -> None:
        hall.try_voice(outlet, loudness)

    for outlet in (Outlet.LOUDSPEAKER, *((Outlet.HEADSET,) if hall.config.has_headset else ())):
        saw = await does_it_speak(outlet, speak)
        if saw is Saw.NOT_NOW:
            return
        answers.append(saw)
    passed = False if Saw.BAD in answers else None if Saw.SKIPPED in answers else True
    code = ""
    if passed is False:
        lost = hall.voice().headset is False and answers[-1] is Saw.BAD
        code = NOT_HEARD if not lost else SHARED if hall.voice().shared else NO_OUTPUT
    await testing.keeping(duty.member, hall.note, VOICE, Check.VOICE, passed=passed, code=code)
    await testing.check_said(Check.VOICE, passed=passed)
