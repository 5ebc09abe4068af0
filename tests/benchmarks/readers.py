"""Simulated card readers on real ports, in a process of their own: neither side of a reading waits for the other's Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from devices.bench.ports import Plug, Port, TcpPlug
from devices.ccid.simulator import CcidSimulator
from devices.crt.simulator import CrtSimulator
from devices.crt.simulator import Timings as MotorTimings
from devices.id_sam.simulator import SamSimulator, Timings
from devices.roles import CardGeneration
from devices.social_card.simulated_chip import Holder, SimulatedChip
from tests.devices.sam_bed import ALL_KINDS

if TYPE_CHECKING:
    from typing import Self

READ_SECONDS: Final = 0.2
"""How long a simulated module reads an ID card; real ones take 0.5 s and more, which is nothing of ours."""
MOTOR: Final = MotorTimings(start=0.1, entry=0.1, move=0.1)
"""A motor in a hurry: its time is nothing of ours."""
PATIENCE_SECONDS: Final = 10.0
GENERATIONS: Final = {each.value[0]: each for each in (CardGeneration.SECOND, CardGeneration.THIRD)}
SLOTS: Final[tuple[str, ...]] = ("ccid", "crt")
"""The makes of the slots, in the order their ports are told."""


def main(folder: Path) -> None:
    """Be the process: do what each line of the input says, and say when it is done."""
    reader = SamSimulator(Timings(read=READ_SECONDS))
    slots: dict[str, CcidSimulator | CrtSimulator] = {"ccid": CcidSimulator(), "crt": CrtSimulator(MOTOR)}
    ports = [Port(reader, _plug(folder, "sam")), *(Port(slot, _plug(folder, make)) for make, slot in slots.items())]
    print(*(port.address for port in ports), flush=True)
    for line in sys.stdin:
        match line.split():
            case ["place", number]:
                reader.place(ALL_KINDS[int(number)])
            case ["insert", make, generation]:
                slots[make].insert(SimulatedChip(Holder(generation=GENERATIONS[generation])))
            case words:
                slots[words[-1]].remove()
        print("done", flush=True)
    for port in ports:
        port.close()


def _plug(folder: Path, name: str) -> Plug:
    if sys.platform == "win32":
        return TcpPlug()
    from devices.bench.ports import PtyPlug

    return PtyPlug(folder / name)


class Readers:
    """The process with the readers, as seen from here."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        command = (sys.executable, "-m", "tests.benchmarks.readers", str(folder))
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.sam, *slots = self._said().split()
        self.slots: dict[str, str] = dict(zip(SLOTS, slots, strict=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe(self._process.stdin).close()
        self._process.wait(PATIENCE_SECONDS)
        self._pipe(self._process.stdout).close()

    def tell(self, words: str) -> None:
        """Have something done to a card, and return when it is."""
        print(words, file=self._pipe(self._process.stdin), flush=True)
        self._said()

    def _said(self) -> str:
        if not (line := self._pipe(self._process.stdout).readline()):
            raise RuntimeError("the readers' process has ended")
        return line

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise RuntimeError("the readers' process has no pipe")
        return pipe


if __name__ == "__main__":
    main(Path(sys.argv[1]))
