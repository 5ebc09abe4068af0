"""What every word of `printer-state-reasons` means while a job prints: bare, as an error, as a warning, as a report."""

from __future__ import annotations

from typing import Final

from devices.errors import (
    CoverOpen,
    DeviceError,
    DeviceGone,
    DocumentFault,
    NoReply,
    PaperJam,
    PaperOut,
    TonerOut,
    TrayFull,
)

STOPS, ERROR, NEVER = "yyyn", "yynn", "nnnn"
WORDS: Final[dict[str, tuple[type[DeviceError] | None, str]]] = {
    # RFC 8011, 5.4.12
    "other": (DocumentFault, ERROR),
    "none": (None, NEVER),
    "connecting-to-device": (NoReply, STOPS),
    "cover-open": (CoverOpen, STOPS),
    "developer-empty": (DocumentFault, ERROR),
    "developer-low": (None, NEVER),
    "door-open": (CoverOpen, STOPS),
    "fuser-over-temp": (DocumentFault, ERROR),
    "fuser-under-temp": (None, NEVER),
    "input-tray-missing": (PaperOut, STOPS),
    "interlock-open": (CoverOpen, STOPS),
    "interpreter-resource-unavailable": (DocumentFault, ERROR),
    "marker-supply-empty": (TonerOut, STOPS),
    "marker-supply-low": (None, NEVER),
    "marker-waste-almost-full": (None, NEVER),
    "marker-waste-full": (DocumentFault, ERROR),
    "media-empty": (PaperOut, STOPS),
    "media-jam": (PaperJam, STOPS),
    "media-low": (None, NEVER),
    "media-needed": (PaperOut, STOPS),
    "moving-to-paused": (None, NEVER),
    "opc-life-over": (DocumentFault, ERROR),
    "opc-near-eol": (None, NEVER),
    "output-area-almost-full": (None, NEVER),
    "output-area-full": (TrayFull, STOPS),
    "output-tray-missing": (TrayFull, STOPS),
    "paused": (DocumentFault, ERROR),
    "shutdown": (DeviceGone, STOPS),
    "spool-area-full": (DocumentFault, ERROR),
    "stopped-partly": (None, NEVER),
    "stopping": (None, NEVER),
    "timed-out": (NoReply, STOPS),
    "toner-empty": (TonerOut, STOPS),
    "toner-low": (None, NEVER),
    # CUPS's own, a maker's
    "offline": (DeviceGone, STOPS),
    # of the Printer MIB's alerts
    "power-down": (DeviceGone, STOPS),
    "cups-waiting-for-job-completed": (None, NEVER),
    "cups-ipp-missing-get-job-history": (None, NEVER),
    "cups-insecure-filter": (None, NEVER),
    "com.example.fuse-blown": (DocumentFault, "nynn"),
    "wifi-unconnected": (DocumentFault, "nynn"),
}
SUFFIXES: Final = ("", "-error", "-warning", "-report")
TABLE: Final = [
    (word + suffix, kind if does == "y" else None)
    for word, (kind, row) in WORDS.items()
    for suffix, does in zip(SUFFIXES, row, strict=True)
]
