"""One whole visit of a made-up person, as the voice says it: performed on simulated devices, composed from a voice's clips.

    python -m tests.voice.visit OUT [--voice NAME]

writes `visit.json` (page, outlet, what should be said, file) and a WAV file a page and outlet into OUT. A recogniser hears them
in another environment, where there is no Qt: `python -m tests.voice.heard_visit MODEL OUT SHEET`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk import settings
from kiosk.cli.demo import VISITS, bench, do, prepared
from kiosk.core.assets import ROOT
from kiosk.core.text import Wording
from kiosk.voice.composing import as_wav, composed_sound
from kiosk.voice.manifest import Manifest
from kiosk.voice.player import RATE
from kiosk.voice.words import for_headset, for_loudspeaker

if TYPE_CHECKING:
    from kiosk.core.stage import Showing

PERSON: Final = "7"
LOUDSPEAKER: Final = "喇叭"
HEADSET: Final = "耳机"


class Said(msgspec.Struct):
    """What is said of a page, or of a phase of it, where."""

    page: str
    outlet: str
    said: list[str]
    file: str = ""
    seconds: float = 0.0


def performed(service: str, folder: Path) -> list[Showing]:
    """Perform a visit, and return what was shown, each page and phase as it came up."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.performance import Performance

    seen: list[Showing] = []

    class Listening(Performance):
        def _note(self, what: str) -> None:
            super()._note(what)
            if what.startswith("page ") and self._camera.showing is not None:
                seen.append(self._camera.showing)

    config = prepared(folder, 40)
    assert config is not None
    with bench(config, folder / "bench", "--headless") as ready:
        performance = Listening(
            settings.read(ready),
            VISITS[service],
            folder,
            put_card=lambda: do(folder / "bench", "place-id-card", PERSON),
            lift_card=lambda: do(folder / "bench", "lift"),
        )
        trouble = performance.run()
    assert not trouble, trouble
    return seen


def spoken(showings: list[Showing]) -> list[Said]:
    """Return what loudspeaker and headset say of each; what is said twice over stands once."""
    wording, found = Wording(), dict[tuple[str, str, tuple[str, ...]], None]()
    for showing in showings:
        name = showing.page.name + (f" ({showing.phase.name})" if showing.phase is not None else "")
        for outlet, said in (
            (LOUDSPEAKER, for_loudspeaker(showing, wording)),
            (HEADSET, for_headset(showing, wording)),
        ):
            if said:
                found[name, outlet, said] = None
    return [Said(page, outlet, [str(each) for each in said]) for page, outlet, said in found]


def main() -> int:
    """Perform it, and write what would be heard."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--voice", default="zf_xiaobei")
    parser.add_argument("--service", default="payment", choices=sorted(VISITS))
    args = parser.parse_args()
    voice = ROOT / "voice" / args.voice if not Path(args.voice).is_dir() else Path(args.voice)
    manifest = Manifest.read(voice)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = spoken(performed(args.service, Path(folder)))
    for number, line in enumerate(lines):
        sound = composed_sound(voice, manifest, line.said)
        line.file = f"{number:02}.wav"
        line.seconds = round(len(sound) / RATE, 1)
        (args.out / line.file).write_bytes(as_wav(sound))
    (args.out / "visit.json").write_bytes(msgspec.json.format(msgspec.json.encode(lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
