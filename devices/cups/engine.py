"""The print engine of the simulated A4 printer: ippeveprinter runs it once for each document, and hears it on stderr.

    python -m devices.cups.engine FOLDER PORT DOCUMENT

`FOLDER/reasons` holds the words of what is wrong now, `FOLDER/sheet-seconds` the pace. A sheet comes out only while nothing is
wrong that stops paper; the document lies in `FOLDER/printed` when its last sheet is out. A document that is no PDF only has the
reasons told anew: an idle ippeveprinter has no other way to hear of them.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Final

from devices.cups import simulated_ipp as ipp

TELLABLE: Final = ("media-jam", "cover-open", "toner-empty", "toner-low")
"""What we tell ippeveprinter. Of its paper it knows by itself."""
WORDLESS: Final = ("output-area-full", "fuser-over-temp")
"""What ippeveprinter has no word for: the document is given up, and nobody is told why."""
HARMLESS: Final = ("toner-low",)
TOLD: Final = "told"
"""The file that holds what ippeveprinter was told last."""
EATEN: Final = "eaten"
"""Not a word of IPP: the jam has eaten the document, and the job is given up."""
LOOK_SECONDS: Final = 0.05
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")
_CALLED_OFF: Final = (b"processing-to-stop-point", b"job-canceled")


class Engine:
    """One run over one document."""

    def __init__(self, folder: Path, port: int, document: Path) -> None:
        self._folder = folder
        self._port = port
        self._document = document
        self._told: list[str] | None = None
        self._pause = threading.Event()

    def run(self) -> int:
        """Print; return what ippeveprinter takes for the end of the job."""
        content = self._document.read_bytes()
        self._reasons()
        if not content.startswith(b"%PDF"):
            return 0
        pages = max(1, len(_PAGE.findall(content)))
        for page in range(pages):
            until = time.monotonic() + float((self._folder / "sheet-seconds").read_text(encoding="ascii"))
            while (reasons := self._reasons()) or time.monotonic() < until:
                if any(word in reasons for word in (EATEN, *WORDLESS)):
                    return 1
                if self._called_off():
                    return 0
                self._pause.wait(LOOK_SECONDS)
            self._say(f"ATTR: job-impressions={pages} job-impressions-completed={page + 1}")
        number = len(list((self._folder / "printed").iterdir())) + 1
        part = self._folder / "part.pdf"
        shutil.copy(self._document, part)
        part.rename(self._folder / "printed" / f"{number:04d}.pdf")
        return 0

    def _reasons(self) -> list[str]:
        """Read what is wrong now, and tell it if it has changed; return what stops paper."""
        reasons = (self._folder / "reasons").read_text(encoding="ascii").split()
        if reasons != self._told:
            self._told = reasons
            for word in TELLABLE:
                self._say(f"STATE: {'+' if word in reasons else '-'}{word}")
            part = self._folder / f"{TOLD}.{os.getpid()}"
            part.write_text(" ".join(reasons), encoding="ascii")
            part.rename(self._folder / TOLD)
        return [word for word in reasons if word not in HARMLESS]

    def _called_off(self) -> bool:
        """Whether the job was cancelled: ippeveprinter doesn't tell, and waits for the end of this run."""
        body = ipp.request(ipp.GET_JOB_ATTRIBUTES, self._port, ipp.job_id(int(os.environ["IPP_JOB_ID"])))
        try:
            answer = ipp.ask(self._port, body)
        except (OSError, http.client.HTTPException):
            return True  # the printer is gone
        return any(word in answer for word in _CALLED_OFF)

    def _say(self, text: str) -> None:
        """Tell ippeveprinter something."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(Engine(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])).run())
