"""`yiban voice`: check what is recorded, say something, and what it takes to have a voice of one's own."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.cli import voice_making
from kiosk.core.assets import ROOT
from kiosk.core.clock import SystemClock
from kiosk.core.money import Fen
from kiosk.core.spoken import (
    spoken_date,
    spoken_digits,
    spoken_fen,
    spoken_fraction,
    spoken_grouped,
    spoken_number,
    spoken_percent,
)
from kiosk.settings import SettingsError
from kiosk.voice.manifest import Manifest, ManifestDamaged
from kiosk.voice.pieces import composed
from kiosk.voice.words import PACES

if TYPE_CHECKING:
    import argparse

WRONG: Final = 1
REFUSED: Final = 2
USUAL: Final = "zf_xiaobei"
SHOWN: Final = 10
LOOK_SECONDS: Final = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--voice", default=USUAL, help="a voice's name, or the folder of a hall's own clips")
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    does.add_parser(
        "check",
        help="whether every clip is whole and as loud as the others, every sentence can be said, and what is heard here",
    )
    said = does.add_parser("say", help="say a sentence, an amount, a date or a number")
    said.add_argument("words", nargs="?", default="", help="a sentence in Chinese")
    said.add_argument("--money", metavar="YUAN", help="an amount, as 3286.50")
    said.add_argument("--date", metavar="DAY", help="a date, as 2026-11-15")
    said.add_argument("--count", metavar="NUMBER", help="a whole number")
    said.add_argument("--digits", metavar="DIGITS", help="digits one by one, as of a card's tail")
    said.add_argument(
        "--number", metavar="NUMBER", help="a long number in groups; stars are left out, as 110***********0028"
    )
    said.add_argument("--percent", metavar="NUMBER", help="so many percent, as 5.8")
    said.add_argument("--fraction", metavar="PART/WHOLE", help="a part of a whole, as 2/3")
    said.add_argument("--dry-run", action="store_true", help="print what would be said, clip by clip, and be silent")
    said.add_argument("--wav", type=Path, metavar="FILE", help="write it to a file instead")
    said.add_argument("--pace", type=float, choices=PACES, default=1.0, help="how fast, as a share of the usual")
    voice_making.add_arguments(does)


def run(args: argparse.Namespace) -> int:
    """Do it; return the exit code."""
    shipped = ROOT / "voice" / args.voice
    folder = shipped if shipped.is_dir() else Path(args.voice)
    try:
        if args.does in voice_making.DOES:
            return voice_making.run(folder, args)
        manifest = Manifest.read(folder)
        if args.does == "say":
            return _say(folder, manifest, args)
        return max(_check(folder, manifest), _here(args, manifest))
    except (ManifestDamaged, SettingsError) as error:
        print(f"yiban: {error}", file=sys.stderr)
        return REFUSED


def _check(folder: Path, manifest: Manifest) -> int:
    from kiosk.cli.voice_words import to_record, unsayable  # noqa: PLC0415 - every page is loaded for it

    missing = [text for text in to_record() if text not in manifest.clips]
    damaged = manifest.damage(folder)
    unsaid = unsayable(manifest.clips)
    uneven = _uneven(folder, manifest, frozenset(damaged))
    seconds = sum(clip.seconds for clip in manifest.clips.values())
    print(f"{manifest.voice}: {len(manifest.clips)} clips, {seconds / 60:.1f} minutes, {manifest.licence}")
    for name, found in (
        ("not recorded", missing),
        ("damaged", damaged),
        ("sentences that can't be said", unsaid),
        ("louder or softer than the others", uneven),
    ):
        print(f"{name}: {len(found)}")
        for text in found[:SHOWN]:
            print(f"    {text}")
    return WRONG if missing or damaged or unsaid or uneven else 0


def _here(args: argparse.Namespace, manifest: Manifest) -> int:
    from kiosk.cli.voice_here import look  # noqa: PLC0415 - as above

    lines, right = look(args.config, manifest.clips)
    print("\n".join(lines))
    return 0 if right else WRONG


def _uneven(folder: Path, manifest: Manifest, damaged: frozenset[str]) -> list[str]:
    from kiosk.voice.loudness import loudness, too_far  # noqa: PLC0415 - only here
    from kiosk.voice.player import RATE, Clips  # noqa: PLC0415 - as above

    clips = Clips(folder)
    whole = {text: clip for text, clip in manifest.clips.items() if text not in damaged}
    levels = {text: loudness(clips.sound(clip.file), RATE) for text, clip in whole.items()}
    return [f"{text}: {apart:+.1f} dB" for text, apart in too_far(levels).items()]


def _sentence(args: argparse.Namespace) -> str:  # noqa: PLR0911 - a way of saying each
    """Return what is to be said. Raises `ValueError`."""
    if args.money is not None:
        fen = _decimal(args.money, "an amount: write it as 3286.50") * 100
        if fen != int(fen):
            raise ValueError(f"{args.money} has more than two decimals")
        return spoken_fen(Fen(int(fen)))
    if args.date is not None:
        return spoken_date(date.fromisoformat(args.date))
    if args.count is not None:
        return spoken_number(int(args.count))
    if args.number is not None:
        return spoken_grouped(args.number)
    if args.percent is not None:
        return spoken_percent(_decimal(args.percent, "a number: write it as 5.8"))
    if args.fraction is not None:
        part, _, of = args.fraction.partition("/")
        return spoken_fraction(int(part), int(of))
    return spoken_digits(args.digits) if args.digits is not None else str(args.words)


def _decimal(written: str, wanted: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise ValueError(f"{written} is not {wanted}") from None
    if not number.is_finite():
        raise ValueError(f"{written} is not {wanted}")
    return number


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
        from kiosk.voice.composing import as_wav, composed_sound  # noqa: PLC0415 - only here

        args.wav.write_bytes(as_wav(composed_sound(folder, manifest, (sentence,), args.pace)))
        return 0
    return _aloud(folder, sentence, args.pace)


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
