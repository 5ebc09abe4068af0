"""The simulated machine: its devices on their ports, the card on its reader, the paper from its slots."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.bench.cables import Noisy, Silent, Slow
from devices.bench.fitted import fitted
from devices.bench.id_tray import IdTray
from devices.bench.papers import Papers
from devices.bench.playing import Seen
from devices.bench.ports import Port, TcpPlug
from devices.bench.recording import newest_receipt, newest_run, timing
from devices.bench.refusal import BenchRefusal
from devices.bench.sheets import SheetFolder, SheetPrinter
from devices.bench.state import BenchState, CableState, PrinterState
from devices.bench.verb import (
    DEVICES,
    DOCUMENT_PRINTER,
    ID_READER,
    INDICATORS,
    KEYPAD,
    ON_A_LINE,
    RECEIPT_PRINTER,
    SCANNER,
    SOCIAL_CARD_READER,
    SPOKEN_TO_FIRST,
)
from devices.bench.verbs import perform
from devices.id_sam.simulator import SamSimulator
from devices.paper import DOTS_PER_MM

if sys.platform != "win32":
    from devices.bench.ports import PtyPlug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from devices.bench.cards import BenchPerson, BenchStaff
    from devices.bench.ports import Plug
    from devices.bench.sheets import Sheets
    from devices.bench.simulator import Simulator
    from devices.bench.terminal import Terminal
    from devices.bench.verb import Answer
    from devices.id_sam.simulator import Timings

BENCH_TOML: Final = "bench.toml"
PAPERS: Final = "papers"
DOCUMENTS: Final = "documents"
SLOW_SECONDS: Final = 0.1
"""How late each burst is on a slow line: late enough to be felt; there and back it is no time-out of a printer (0.3 s)."""
NOISY_SHARE: Final = 0.01
"""Share of bytes with a flipped bit on a noisy line."""
SEED: Final = 7
"""The same noise every day, so that what went wrong can be had again."""


class Station:
    """Everything that stands on the bench. Any thread may use its verbs.

    `sockets`: put the devices on TCP ports rather than on ptys.
    """

    def __init__(
        self,
        folder: Path,
        terminal: Terminal,
        people: Mapping[int, BenchPerson],
        staff: Mapping[str, BenchStaff] | None = None,
        *,
        sockets: bool,
        timings: Timings | None = None,
    ) -> None:
        self.folder = folder
        self.people = people
        self.staff = staff or {}
        self.quitting = threading.Event()
        self._lock = threading.RLock()
        (folder / BENCH_TOML).unlink(missing_ok=True)  # a killed bench's: its ports are gone
        self._baud = {name: terminal.baud(name) for name in ON_A_LINE}
        self.reader = SamSimulator(timings)
        self.tray = IdTray(self.reader)
        machine = fitted(terminal)
        self.slot, self.scanner, self.keypad, self.board = machine.slot, machine.scanner, machine.keypad, machine.board
        self.printer, self.presents = machine.printer, machine.presents
        simulators: dict[str, Simulator] = {
            ID_READER: self.reader,
            SOCIAL_CARD_READER: self.slot.simulator,
            SCANNER: self.scanner,
            KEYPAD: self.keypad,
            INDICATORS: self.board.simulator,
            RECEIPT_PRINTER: self.printer,
        }
        self._linked = not sockets and sys.platform != "win32"
        self._ports = {
            name: Port(
                simulators[name],
                _plug(folder, name, sockets=sockets),
                baud=self._baud[name],
                minds_speed=name in SPOKEN_TO_FIRST,
            )
            for name in ON_A_LINE
        }
        self.papers = Papers(folder / PAPERS, self.printer)
        self._cables = {
            name: CableState(self._ports[name].address, plugged=True, baud=self._baud[name]) for name in ON_A_LINE
        }
        self.sheets = self._sheets(terminal)
        self._cables[DOCUMENT_PRINTER] = CableState(self.sheets.address, plugged=True)
        self._terminal = terminal
        self.bench_toml = folder / BENCH_TOML

    @property
    def fitted(self) -> frozenset[str]:
        """What scenarios may ask for: every device, and what only some makes of them have."""
        motor = {"card_motor"} if self.slot.state().make == "crt" else set[str]()
        return frozenset({*DEVICES, *motor, *({"presenter"} if self.presents else ())})

    def announce(self) -> None:
        """Write bench.toml: from now on a kiosk may be started with it."""
        places = {name: {"port": self._cables[name].port} for name in ON_A_LINE}
        self._terminal.write(self.bench_toml, {**places, DOCUMENT_PRINTER: self.sheets.settings})

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        """Do a verb. Raises `BenchRefusal`."""
        with self._lock:
            return perform(self, verb, arguments)

    def close(self) -> None:
        """Take everything down again: ports, links and bench.toml; what was printed stays."""
        self.bench_toml.unlink(missing_ok=True)
        for port in self._ports.values():
            port.close()
        self.papers.close()
        self.sheets.close()

    def _sheets(self, terminal: Terminal) -> Sheets:
        """Make the A4 printer. Raises `BenchRefusal` where what it needs isn't installed, with the ports taken down."""
        folder = self.papers.folder / DOCUMENTS
        try:
            return SheetPrinter(folder) if terminal.make(DOCUMENT_PRINTER) == "cups" else SheetFolder(folder)
        except BenchRefusal:
            for port in self._ports.values():
                port.close()
            self.papers.close()
            raise

    # -- the people -----------------------------------------------------------------------------------------------

    def person(self, number: int) -> BenchPerson:
        """Return a person. Raises `BenchRefusal` if there is no such one."""
        person = self.people.get(number)
        if person is None:
            numbers = sorted(self.people)
            known = f"they are numbered {numbers[0]} to {numbers[-1]}" if numbers else "no cards.toml was given"
            raise BenchRefusal("no-such-person", f"there is no person {number}; {known}")
        return person

    def member(self, number: str) -> BenchStaff:
        """Return one of the hall's staff. Raises `BenchRefusal` if there is no such one."""
        member = self.staff.get(number)
        if member is None:
            known = f"there are {', '.join(self.staff)}" if self.staff else "cards.toml has no [[staff]]"
            raise BenchRefusal("no-such-person", f"nobody of the staff has the number {number}; {known}")
        return member

    # -- cables -------------------------------------------------------------------------------------------------

    def pull(self, name: str) -> None:
        """Pull a device's cable."""
        if not self._cables[name].plugged:
            raise BenchRefusal("pulled-already", f"{name} is pulled already")
        if name in self._ports:
            self._ports[name].pull()
        else:
            self.sheets.pull()
        self._cables[name] = replace(self._cables[name], plugged=False)

    def plug(self, name: str) -> None:
        """Plug a device's cable in again."""
        if self._cables[name].plugged:
            raise BenchRefusal("plugged-already", f"{name} is plugged in already")
        if name in self._ports:
            self._ports[name].plug()
        else:
            self.sheets.plug()
        self._cables[name] = replace(self._cables[name], plugged=True)

    def renumber(self, name: str) -> str:
        """Let a device come back as another port of the system, behind the same link; return its name of today."""
        if not self._linked:
            raise BenchRefusal("no-links", "a TCP port has no link: start the bench without --socket-links")
        if not self._cables[name].plugged:
            raise BenchRefusal("pulled-already", f"{name} is pulled")
        self._ports[name].renumber()
        return str((self.folder / name).readlink())

    def line(self, name: str, character: str) -> None:
        """Make a device's line normal, slow, noisy, stuck or wedged."""
        line = self._ports[name].line
        self._ports[name].hold(stuck=character in ("stuck", "wedged"))
        match character:
            case "slow":
                line.use_cables(to_device=Slow(SLOW_SECONDS), to_host=Slow(SLOW_SECONDS))
            case "noisy":
                line.use_cables(to_device=Noisy(SEED, NOISY_SHARE), to_host=Noisy(SEED + 1, NOISY_SHARE))
            case "wedged":
                line.use_cables(to_host=Silent())
            case _:
                line.use_cables()
        self._cables[name] = replace(self._cables[name], line=character)

    def leave_at(self, name: str, baud: int) -> None:
        """Set a reader to a speed, as a former owner may have left it."""
        self._ports[name].line.leave_device_at(baud)

    def record(self, name: str) -> None:
        """Forget what a line has carried so far."""
        self._ports[name].line.recorded.clear()

    def recorded(self, name: str) -> tuple[Path, Path, Path]:
        """Write what a line has carried to files: the newest job, all to the device, all to the host."""
        pieces = tuple(self._ports[name].line.recorded)
        job = newest_receipt(pieces) if name == RECEIPT_PRINTER else newest_run(pieces)
        contents = {
            "job": job,
            "to-device": [piece for piece in pieces if piece.at_device],
            "to-host": [piece for piece in pieces if not piece.at_device],
        }
        files = {part: self.folder / f"{name}.{part}.bin" for part in contents}
        for part, file in files.items():
            file.write_bytes(b"".join(piece.data for piece in contents[part]))
        return files["job"], files["to-device"], files["to-host"]

    # -- what is known ------------------------------------------------------------------------------------------

    def seen(self) -> Seen:
        """Say how often what has happened: scenarios wait for it."""
        return Seen(
            cards_found=self.reader.found,
            cards_read=self.reader.read,
            receipts=len(self.printer.receipts()),
            hanging_mm=self.printer.hanging().height / DOTS_PER_MM,
            sheets=len(self.sheets.out()),
            scanning=self.scanner.reads,
        )

    def state(self) -> BenchState:
        """Say how everything is."""
        with self._lock:
            status, hanging = self.printer.status, self.printer.hanging()
            troubles = {
                "cover-open": status.cover_open,
                "cutter-stuck": status.cutter,
                "jam": status.recoverable,
                "broken": status.unrecoverable,
                "head-hot": status.auto_recoverable,
                "no-power": not self._printer_powered,
                "paper-out": status.paper_end,
            }
            paper = "out" if status.paper_end else "low" if status.near_end else "enough"
            receipts, documents = self.papers.collect(), self.sheets.out()
            return BenchState(
                folder=str(self.folder),
                bench_toml=str(self.bench_toml),
                papers=str(self.papers.folder),
                card=self.tray.state(),
                next_damage=self.tray.next_damage,
                cables={name: self._measured(name) for name in DEVICES},
                printer=PrinterState(
                    paper,
                    status.cover_open,
                    tuple(t for t, is_so in troubles.items() if is_so),
                    printing=bool(hanging.rows),
                    presents=self.presents,
                    at_mouth=status.at_mouth,
                ),
                document_printer=self.sheets.state(),
                receipts=len(receipts),
                newest_receipt=receipts[-1] if receipts else None,
                documents=len(documents),
                newest_document=str(documents[-1]) if documents else None,
                slot=self.slot.state(),
                lights=self.board.glows,
                lit=self.board.lit,
                senses=self.board.senses,
                scanner_reads=self.scanner.reads,
            )

    def _measured(self, name: str) -> CableState:
        """Return a cable with the timing of the newest job on it."""
        cable = self._cables[name]
        if name not in self._ports:
            return cable
        pieces = tuple(self._ports[name].line.recorded)
        run = newest_receipt(pieces) if name == RECEIPT_PRINTER else newest_run(pieces)
        return replace(cable, sent=timing(run, self._baud[name]))

    # -- the printer's plug in the wall -------------------------------------------------------------------------

    _printer_powered = True

    def power_printer(self, *, on: bool) -> None:
        """Switch the receipt printer off, or on again."""
        self._printer_powered = on
        if on:
            self.printer.power_on()
        else:
            self.printer.power_off()


def _plug(folder: Path, name: str, *, sockets: bool) -> Plug:
    """Make the socket a device's cable goes into; a pty where there are any."""
    if sys.platform == "win32" or sockets:
        return TcpPlug()
    return PtyPlug(folder / name)
