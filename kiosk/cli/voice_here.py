"""What speaks on this machine, and with what it is heard."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from kiosk import settings
from kiosk.core.spoken import spoken_digits
from kiosk.voice.names import CLIPS, ENGINES
from kiosk.voice.outputs import apart, chosen
from kiosk.voice.pieces import composed
from kiosk.voice.player import RATE, names
from kiosk.voice.renderers import Renderers

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path


def look(config: Path, recorded: Container[str]) -> tuple[tuple[str, ...], bool]:
    """Return a line for each thing found, and whether what a configuration names is there: its outputs, and its places as clips.

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
        for key, words in unsayable_places(config, recorded).items():
            missing.append(
                f'places.{key} = "{words}": not recorded, so that sentences with it are said by another voice'
            )
    return (*lines, *missing), not missing


def unsayable_places(config: Path, recorded: Container[str]) -> dict[str, str]:
    """Return which words of a configuration's `[places]` these clips can't say, by their key. Raises `SettingsError`."""
    if not config.exists():
        return {}
    places = settings.read(config).places
    words = {field.name: getattr(places, field.name) for field in fields(places)}
    return {
        key: word
        for key, word in words.items()
        if isinstance(word, str) and composed(spoken_digits(word) if key == "phone" else word, recorded) is None
    }
