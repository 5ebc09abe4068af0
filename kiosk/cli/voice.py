"""`yiban voice`: check what is recorded, say something, print the sheet to read from, and render clips."""

from __future__ import annotations

import sys
import wave
from array import array
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.core.assets import ROOT
from kiosk.core.clock import SystemClock
from kiosk.core.money import Fen
from kiosk.core.spoken import spoken_date, spoken_digits, spoken_fen, spoken_number
from kiosk.voice.manifest import Manifest, ManifestDamaged
from kiosk.voice.pieces import Part, composed
from kiosk.voice.words import PACES

if TYPE_CHECKING:
    import argparse

WRONG: Final = 1
REFUSED: Final = 2
USUAL: Final = "zf_xiaobei"
SHOWN: Final = 10
LICENCE: Final = "Apache-2.0"
"""Of the model's weights and voices."""
LOOK_SECONDS: Final = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--voice", default=USUAL, help="a voice's name, or the folder of a hall's own clips")
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    does.add_parser("check", help="whether every clip is whole, what can't be said, and what is heard with what here")
    does.add_parser("sheet", help="print what is to be read aloud for a voice of one's own, a line a clip")
    said = does.add_parser("say", help="say a sentence, an amount, a date or a number")
    said.add_argument("words", nargs="?", default="", help="a sentence in Chinese")
    said.add_argument("--money", metavar="YUAN", help="an amount, as 3286.50")
    said.add_argument("--date", metavar="DAY", help="a date, as 2026-11-15")
    said.add_argument("--count", metavar="NUMBER", help="a whole number")
    said.add_argument("--digits", metavar="DIGITS", help="digits one by one, as of a card's tail")
    said.add_argument("--dry-run", action="store_true", help="print what would be said, clip by clip, and be silent")
    said.add_argument("--wav", type=Path, metavar="FILE", help="write it to a file instead")
    said.add_argument("--pace", type=float, choices=PACES, default=1.0, help="how fast, as a share of the usual")
    built = does.add_parser("build", help="render the clips that are missing (needs pip install '.[voice-build]')")
    built.add_argument("--model", type=Path, required=True, help="the Kokoro model, as ONNX")
    built.add_argument("--vocabulary", type=Path, required=True, help="its vocabulary, as JSON")
    built.add_argument("--style", type=Path, required=True, help="the voice's style file (510 x 256 float32)")


def run(args: argparse.Namespace) -> int:
    """Do it; return the exit code."""
    folder = Path(args.voice) if Path(args.voice).is_dir() else ROOT / "voice" / args.voice
    if args.does == "sheet":
        return _sheet()
    if args.does == "build":
        return _build(folder, args)
    try:
        manifest = Manifest.read(folder)
    except ManifestDamaged as error:
        print(f"yiban: {error}", file=sys.stderr)
        return REFUSED
    if args.does == "say":
        return _say(folder, manifest, args)
    return max(_check(folder, manifest), _here(args))


def _sheet() -> int:
    from kiosk.cli.voice_words import to_record  # noqa: PLC0415 - every page is loaded for it

    for text in to_record():
        print(text)
    return 0


def _check(folder: Path, manifest: Manifest) -> int:
    from kiosk.cli.voice_words import to_record, unsayable  # noqa: PLC0415 - as above

    wanted = to_record()
    missing = [text for text in wanted if text not in manifest.clips]
    damaged = manifest.damage(folder)
    unsaid = unsayable(manifest.clips)
    seconds = sum(clip.seconds for clip in manifest.clips.values())
    print(f"{manifest.voice}: {len(manifest.clips)} clips, {seconds / 60:.1f} minutes, {manifest.licence}")
    for name, found in (("not recorded", missing), ("damaged", damaged), ("sentences that can't be said", unsaid)):
        print(f"{name}: {len(found)}")
        for text in found[:SHOWN]:
            print(f"    {text}")
    return WRONG if missing or damaged or unsaid else 0


def _here(args: argparse.Namespace) -> int:
    from kiosk.cli.voice_here import look  # noqa: PLC0415 - as above
    from kiosk.settings import SettingsError  # noqa: PLC0415 - as above

    try:
        lines, right = look(args.config)
    except SettingsError as error:
        print(f"yiban: {error}", file=sys.stderr)
        return REFUSED
    print("\n".join(lines))
    return 0 if right else WRONG


def _sentence(args: argparse.Namespace) -> str:
    """Return what is to be said. Raises `ValueError`."""
    if args.money is not None:
        try:
            fen = Decimal(args.money) * 100
        except InvalidOperation:
            raise ValueError(f"{args.money} is no amount: write it as 3286.50") from None
        if fen != int(fen):
            raise ValueError(f"{args.money} has more than two decimals")
        return spoken_fen(Fen(int(fen)))
    if args.date is not None:
        return spoken_date(date.fromisoformat(args.date))
    if args.count is not None:
        return spoken_number(int(args.count))
    return spoken_digits(args.digits) if args.digits is not None else str(args.words)


def _say(folder: Path, manifest: Manifest, args: argparse.Namespace) -> int:
    try:
        sentence = _sentence(args)
    except ValueError as error:
        print(f"yiban: {error}", file=sys.stderr)
        return REFUSED
    parts = composed(sentence, manifest.clips)
    if not sentence or (not parts and (args.dry_run or args.wav is not None)):
        print(f"yiban: {sentence or 'nothing'}: not recorded, and not made of what is", file=sys.stderr)
        return WRONG
    if parts and args.dry_run:
        print(sentence)
        print(" ".join(part.text for part in parts))
        return 0
    if parts and args.wav is not None:
        _to_file(folder, manifest, parts, args)
        return 0
    return _aloud(folder, sentence, args.pace)


def _to_file(folder: Path, manifest: Manifest, parts: tuple[Part, ...], args: argparse.Namespace) -> None:
    from kiosk.voice.player import RATE, Clips  # noqa: PLC0415 - only here

    clips, sound = Clips(folder), array("h")
    for part in parts:
        for piece in clips.pieces(manifest.clips[part.text].file, part.pause, args.pace):
            sound.extend(piece)
    with wave.open(str(args.wav), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(sound.itemsize)
        out.setframerate(RATE)
        out.writeframes(sound.tobytes())


def _aloud(folder: Path, sentence: str, pace: float) -> int:
    from kiosk.voice.clip_engine import ClipEngine, command  # noqa: PLC0415 - only here
    from kiosk.voice.names import ENGINES  # noqa: PLC0415 - as above
    from kiosk.voice.words import Outlet, Utterance  # noqa: PLC0415 - as above

    engine, clock = ClipEngine(folder, command(folder, order=ENGINES), ENGINES), SystemClock()
    engine.say(Utterance((sentence,), Outlet.LOUDSPEAKER, pace=pace))
    while engine.state.speaks is None or engine.busy:
        clock.sleep(LOOK_SECONDS)
    state = engine.state
    engine.close()
    if not state.speaks:
        print("yiban: there is nothing here to hear it with", file=sys.stderr)
    elif state.unsaid:
        print(f"yiban: {sentence}: not recorded, and nothing here can say it", file=sys.stderr)
    return 0 if state.speaks and not state.unsaid else WRONG


def _build(folder: Path, args: argparse.Namespace) -> int:
    from kiosk.cli.voice_words import to_record  # noqa: PLC0415 - as above
    from kiosk.voice.building import build  # noqa: PLC0415 - needs what only who builds has
    from kiosk.voice.kokoro import Kokoro  # noqa: PLC0415 - as above

    voice = Kokoro(args.model, args.vocabulary, args.style)
    try:
        begun = Manifest.read(folder)
    except ManifestDamaged:
        begun = Manifest(args.style.stem, LICENCE, {})
    made = build(folder, begun, to_record(), voice.says, print)
    print(f"{len(made.clips)} clips in {folder}")
    return 0
