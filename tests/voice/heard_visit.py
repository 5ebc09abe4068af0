"""What a recogniser heard of one whole visit: the sheet `assets/voice/heard-visit.md`.

    python -m tests.voice.heard_visit MODEL OUT [OUT ...] SHEET

hears what `tests.voice.visit` wrote into each OUT. Runs where faster-whisper and misaki are (`.[voice-build]`).
"""

# ruff: noqa: T201 - a command prints
from __future__ import annotations

import json
import sys
from pathlib import Path

from kiosk.voice.heard import counted
from kiosk.voice.hearing import Ear, sound_of
from kiosk.voice.pieces import normal

HEAD = """# What was heard of whole visits

The person is made up (person 7 of the demo), the devices are simulated, the terminal is the product's. Every sentence of the
visit was put together from the clips of a voice, a page at a time, for the loudspeaker (喇叭: all it ever says) and for a headset
(耳机: the whole page), and heard once by Whisper base, not the best of several times.
Syllables are compared without tones, and 您 counts as 你. The recogniser: {name}.

Made by `python -m tests.voice.visit` and `python -m tests.voice.heard_visit`.
"""
TABLE = "| page | outlet | said | heard | seconds | wrong |\n| --- | --- | --- | --- | --- | --- |"


def main() -> int:
    model, *outs, sheet = sys.argv[1:]
    ear = Ear(model)
    parts = [HEAD.format(name=ear.name)]
    for out in map(Path, outs):
        lines, wrong, all_syllables = [TABLE], 0, 0
        for line in json.loads((out / "visit.json").read_text(encoding="utf-8")):
            said = " ".join(line["said"])
            syllables = ear.syllables("".join(map(normal, line["said"])))
            heard = ear.hears_long(sound_of((out / line["file"]).read_bytes()))
            (count,) = counted([syllables], heard)
            wrong, all_syllables = wrong + count.errors, all_syllables + count.syllables
            marks = (
                line["page"],
                line["outlet"],
                said,
                count.heard,
                line["seconds"],
                f"{count.errors} of {count.syllables}",
            )
            lines.append(f"| {' | '.join(map(str, marks))} |")
            print(lines[-1], flush=True)
        share = f"{wrong} of {all_syllables} syllables heard wrongly ({wrong / all_syllables:.1%})"
        parts.append(f"## {out.name}\n\n{share}.\n\n" + "\n".join(lines) + "\n")
    Path(sheet).write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
