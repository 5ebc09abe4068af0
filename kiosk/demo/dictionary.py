"""Training the dictionary records are compressed with, on synthetic people only: `python -m kiosk.demo.dictionary`.

A dictionary trained on real records was found to hold names and numbers in clear (118 of 10,000 people).
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Final

import zstandard

from kiosk.demo.people import people
from kiosk.store import body

PEOPLE: Final = 3000
SEED: Final = 20261121
_BYTES: Final = 64 * 1024
_DAY: Final = date(2026, 11, 21)


def trained() -> bytes:
    """Train the dictionary anew."""
    samples: list[bytes | bytearray | memoryview] = [body.unpacked(record) for record in people(PEOPLE, SEED, _DAY)]
    return zstandard.train_dictionary(_BYTES, samples, dict_id=body.DICTIONARY).as_bytes()


def main() -> None:
    """Write the dictionary and its SHA-256 into `assets/store`."""
    folder = Path(__file__).parents[2] / "assets" / "store"
    name = f"records-{body.DICTIONARY}.dict"
    content = trained()
    (folder / name).write_bytes(content)
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(folder.glob("*.dict")))
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    main()
