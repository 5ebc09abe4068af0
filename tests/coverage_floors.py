"""Which rooms every branch of is tested: `python -m tests.coverage_floors`, after a run of the tests that measured it.

The pure rooms and the frames have no excuse: no line and no branch of them may go untried.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Final

WHOLE: Final = ("kiosk/core/*", "kiosk/flows/*", "kiosk/statement/*", "kiosk/pension/*", "devices/*/frames.py")
EVERYWHERE: Final = 85
"""Percent of the whole product."""


def main() -> int:
    """Print what is missing; return 0 if nothing is."""
    report = (sys.executable, "-m", "coverage", "report", "--show-missing", "--skip-covered")
    rooms = subprocess.run((*report, f"--include={','.join(WHOLE)}", "--fail-under=100"), check=False).returncode
    product = subprocess.run((*report[:-2], "--format=total", f"--fail-under={EVERYWHERE}"), check=False).returncode
    return rooms or product


if __name__ == "__main__":
    sys.exit(main())
