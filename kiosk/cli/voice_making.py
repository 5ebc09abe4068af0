"""What it takes to have a voice: the sheet to read from, taking in recordings, rendering clips, and hearing them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.assets import ROOT
from kiosk.voice.manifest import Manifest, ManifestDamaged

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

WRONG: Final = 1
REFUSED: Final = 2
LICENCE: Final = "Apache-2.0"
"""Of the model's weights and voices."""
DOES: Final = ("sheet", "take", "build", "hear")


def add_arguments(does: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments of what is done."""
    sheet = does.add_parser(
        "sheet", help="print what is to be read aloud for a voice of one's own, a numbered line a clip"
    )
    sheet.add_argument("--missing", action="store_true", help="only what this voice has not recorded")
    take = does.add_parser(
        "take", help="take in a folder of recordings, each named by its number on the sheet or by its text"
    )
    take.add_argument("recordings", type=Path, help="the folder with a file a line")
    take.add_argument("--sheet", type=Path, help="the sheet that was read from, if it is not today's")
    take.add_argument("--licence", default="own", help="the licence of a new voice, for its manifest")
    built = does.add_parser("build", help="render the clips that are missing (needs pip install '.[voice-build]')")
    built.add_argument("--model", type=Path, required=True, help="the Kokoro model, as ONNX")
    built.add_argument("--vocabulary", type=Path, required=True, help="its vocabulary, as JSON")
    built.add_argument("--style", type=Path, required=True, help="the voice's style file (510 x 256 float32)")
    built.add_argument(
        "--again", action="append", default=[], metavar="TEXT", help="render every clip with this in it anew"
    )
    built.add_argument(
        "--recogniser", help="a faster-whisper model: hear each clip, and say misheard ones in other ways"
    )
    heard = does.add_parser(
        "hear", help="have a recogniser hear the clips, and report (needs pip install '.[voice-build]')"
    )
    heard.add_argument("--recogniser", required=True, help="the folder of a faster-whisper model")


def run(folder: Path, args: argparse.Namespace) -> int:
    """Do it; return the exit code. Raises `ManifestDamaged`."""
    if args.does == "sheet":
        return _sheet(folder, args)
    if args.does == "take":
        if folder.parent == ROOT / "voice":
            print("yiban: name the folder of your own voice: --voice FOLDER", file=sys.stderr)
            return REFUSED
        return _take(folder, args)
    if args.does == "build":
        return _build(folder, args)
    return _hear(folder, args.recogniser)


def _wanted(config: Path) -> Mapping[str, bool]:
    """Return what a hall's own voice has to record: what every hall has, and the words for this one's places."""
    from kiosk.cli.voice_here import unsayable_places  # noqa: PLC0415 - as below
    from kiosk.cli.voice_words import to_record  # noqa: PLC0415 - every page is loaded for it
    from kiosk.voice.pieces import normal, phrases  # noqa: PLC0415 - only here

    pieces = to_record()
    own = (piece for word in unsayable_places(config, pieces).values() for piece in (normal(word), *phrases(word)))
    return {**pieces, **dict.fromkeys(own, False)}


def _sheet(folder: Path, args: argparse.Namespace) -> int:
    from kiosk.voice.recordings import sheet  # noqa: PLC0415 - only here

    pieces = _wanted(args.config)
    has = frozenset(Manifest.read(folder).clips) if args.missing else frozenset[str]()
    for line in sheet(pieces, pieces.keys() - has):
        print(line)
    return 0


def _take(folder: Path, args: argparse.Namespace) -> int:
    from kiosk.voice.recordings import sheet, take_in  # noqa: PLC0415 - as above

    pieces = _wanted(args.config)
    lines = args.sheet.read_text(encoding="utf-8").splitlines() if args.sheet is not None else sheet(pieces)
    taken = take_in(args.recordings, lines, pieces, folder, args.licence)
    missing = len(pieces.keys() - Manifest.read(folder).clips.keys())
    print(f"{taken.clips} clips taken into {folder}; not recorded yet: {missing}")
    for file, why in taken.left.items():
        print(f"    {file}: {why}", file=sys.stderr)
    return WRONG if taken.left else 0


def _build(folder: Path, args: argparse.Namespace) -> int:
    from kiosk.cli.voice_words import figures, sayings, to_record  # noqa: PLC0415 - as above
    from kiosk.voice.building import build, encoded  # noqa: PLC0415 - needs what only who builds has
    from kiosk.voice.kokoro import TAKES, Kokoro  # noqa: PLC0415 - as above

    voice = Kokoro(args.model, args.vocabulary, args.style)
    try:
        begun = Manifest.read(folder)
    except ManifestDamaged:
        begun = Manifest(args.style.stem, LICENCE, {})
    kept = {text: clip for text, clip in begun.clips.items() if not any(word in text for word in args.again)}
    made = build(folder, Manifest(begun.voice, begun.licence, kept), to_record(), voice.says, print)
    print(f"{len(made.clips)} clips in {folder}")
    if args.recogniser is None:
        return 0

    def says(text: str, ends: bool, take: int) -> Any:  # noqa: FBT001 - as the gate asks
        return encoded(text, voice.says(text, ends, take), ends=ends)

    from kiosk.voice.gate import in_place, listened, retaken  # noqa: PLC0415 - as above
    from kiosk.voice.heard import summary  # noqa: PLC0415 - as above
    from kiosk.voice.hearing import Ear  # noqa: PLC0415 - as above

    ear = Ear(args.recogniser)
    said = [*sayings(), *figures()]
    report = listened(folder, made, ear.name, ear.hears_files, print)
    report = in_place(folder, report, said, ear.hears_joined, print)
    report = retaken(folder, report, takes=len(TAKES), says=says, hears=ear.hears_files, told=print)
    report = in_place(folder, report, said, ear.hears_joined, print)
    print("\n".join(summary(report, Manifest.read(folder))))
    return 0


def _hear(folder: Path, recogniser: str) -> int:
    from kiosk.cli.voice_words import figures, sayings  # noqa: PLC0415 - as above
    from kiosk.voice.gate import in_place, listened  # noqa: PLC0415 - as above
    from kiosk.voice.heard import GOAL, summary  # noqa: PLC0415 - as above
    from kiosk.voice.hearing import Ear  # noqa: PLC0415 - as above

    manifest = Manifest.read(folder)
    ear = Ear(recogniser)
    report = listened(folder, manifest, ear.name, ear.hears_files, print)
    report = in_place(folder, report, [*sayings(), *figures()], ear.hears_joined, print)
    print("\n".join(summary(report, manifest)))
    return WRONG if report.errors > GOAL * report.syllables else 0
