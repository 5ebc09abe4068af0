"""What speaks on this machine, and with what it is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import settings
from kiosk.voice.names import CLIPS, ENGINES
from kiosk.voice.outputs import apart, chosen
from kiosk.voice.player import RATE, names
from kiosk.voice.renderers import Renderers

if TYPE_CHECKING:
    from pathlib import Path


def look(config: Path) -> tuple[tuple[str, ...], bool]:
    """Return a line for each thing found, and whether the outputs that a configuration names are there.

    A configuration that isn't there names none. Raises `SettingsError`.
    """
    there = names()
    lines = [f"outputs: {', '.join(there) or 'none'}"]
    tried = Renderers([name for name in ENGINES if name != CLIPS], RATE, lambda _told: None).tried()
    lines += [f"{name}: {why or 'speaks'}" for name, why in tried.items()]
    missing: list[str] = []
    if config.exists():
        sound = settings.read(config).sound
        for key, wanted in (("loudspeaker", sound.loudspeaker), ("headset", sound.headset)):
            if wanted and chosen(there, wanted) is None:
                count = sum(wanted in name for name in there)
                how = f"{count} outputs are called so" if count else "no output is called so"
                missing.append(f'sound.{key} = "{wanted}": {how}')
        found = bool(sound.headset) and chosen(there, sound.headset) is not None
        if found and not sound.jack_switches and not apart(there, sound.loudspeaker, sound.headset):
            missing.append(f'sound.headset = "{sound.headset}": this may be the loudspeaker\'s output; name two')
    return (*lines, *missing), not missing
