"""One utterance by pyttsx3, in a process of its own that ends with it: text comes in, a WAV file goes out.

pyttsx3 is known to lose what it is told first, to speak only the last of several texts, not to stop, to leave what it said as
a file behind, and to hang when it ends. So it never speaks itself and never gets a second text: it is told one, writes it where
there is no file, and the process ends at once, or by its own alarm. What is heard is the player's, which can be killed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.voice.respelling import respelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyttsx3.voice import Voice

LIMIT_SECONDS: Final = 5.0
"""After this the process ends whatever it does; who waits for it waits a little less."""
WORDS_A_MINUTE: Final = 175
"""About 4.1 Chinese characters a second with espeak-ng, as the recorded voice speaks."""
LOUDNESS: Final = 0.8
_FAILED: Final = 1
_PINYIN: Final = "pinyin"
"""Is in the name of a voice that reads pinyin among characters."""
_MANDARIN: Final = ("cmn-latn-pinyin", "huihui", "yaoyao", "kangkang", "zh-cn", "zh_cn", "cmn", "mandarin", "chinese")
"""What a Mandarin voice is called, the best first: 1.51's `cmn` reads pinyin as if it were English."""


def mandarin(voices: Iterable[Voice]) -> str | None:
    """Return the id of a voice that speaks Mandarin; None without one."""
    called = {
        voice.id: f"{voice.id} {voice.name} {' '.join(map(str, voice.languages or ()))}".lower() for voice in voices
    }
    return next((each for name in _MANDARIN for each, words in called.items() if name in words), None)


class NoMandarin(Exception):
    """pyttsx3 has no voice for Mandarin here: no voice at all is better than one that reads Chinese as English."""


def render(text: str, file: str) -> None:
    """Write a text's sound into a WAV file; words of the dictionary are said as it has them.

    Raises `NoMandarin`, and whatever pyttsx3 raises.
    """
    import pyttsx3  # noqa: PLC0415 - only this process has it

    engine = pyttsx3.init()
    voice = mandarin(engine.getProperty("voices"))
    if voice is None:
        raise NoMandarin
    over = threading.Event()

    def ended(**_told: object) -> None:
        over.set()

    engine.connect("finished-utterance", ended)
    engine.setProperty("voice", voice)
    engine.setProperty("rate", WORDS_A_MINUTE)
    engine.setProperty("volume", LOUDNESS)
    engine.save_to_file(respelled(text, pinyin=_PINYIN in voice), file)
    engine.runAndWait()
    # On Linux that returns while the text is still being rendered; on Windows nothing is told, and the file is whole.
    if sys.platform != "win32":
        over.wait(LIMIT_SECONDS)


def _rendered(text: str) -> bytes:
    """Return a text's sound. In memory where the system has such files; else in TMPDIR, which who asked removes."""
    if hasattr(os, "memfd_create"):
        with open(os.memfd_create("speech"), "rb") as sound:  # noqa: PTH123 - a descriptor has no path
            render(text, f"/proc/self/fd/{sound.fileno()}")
            return sound.read()
    file = Path(tempfile.gettempdir()) / "speech.wav"
    try:
        render(text, str(file))
        return file.read_bytes()
    finally:
        file.unlink(missing_ok=True)


def main() -> int:
    """Be the process: render standard input to standard output. It ends by itself even if pyttsx3 doesn't let it."""
    alarm = threading.Timer(LIMIT_SECONDS, os._exit, (_FAILED,))
    alarm.daemon = True
    alarm.start()
    out = os.dup(1)
    os.dup2(2, 1)  # pyttsx3 prints
    try:
        sound = _rendered(sys.stdin.buffer.read().decode())
    except BaseException as error:  # noqa: BLE001 - whatever is wrong with it, why is all that is wanted
        os.write(2, type(error).__name__.encode())
        os._exit(_FAILED)
    with open(out, "wb") as told:  # noqa: PTH123 - as above
        told.write(sound)
    os._exit(0)  # at once: what hangs at the end hangs nobody
