"""A whole terminal in virtual time, without its window: a touch is a call.

The real visit, flows, lanes, adapters, records, journal and papers; the devices are simulators on lines in memory.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from devices.bench.memory_line import MemoryLine
from devices.ccid.adapter import CcidTransport
from devices.ccid.simulator import CcidSimulator
from devices.crt.adapter import CrtTransport
from devices.crt.simulator import CrtSimulator
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.model import fonts_of, model_of
from devices.escpos.simulator import EscPosSimulator
from devices.folder.adapter import FolderPrinter
from devices.id_sam.adapter import SamIdReader
from devices.id_sam.simulator import SamSimulator
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import Holder, SimulatedChip
from kiosk import settings
from kiosk.audit.log import AuditLog
from kiosk.audit.stage import AuditStage
from kiosk.calling import Calling
from kiosk.closures import Closures
from kiosk.core.config import DeviceConfig
from kiosk.core.lane import Happened, HealthChanged, Lane, Lanes, Message
from kiosk.core.stage import Chorus, Ticket, Tickets
from kiosk.core.visit import Visit
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.menu import attend
from kiosk.ledger.document import Entry
from kiosk.lights.stage import LightsStage
from kiosk.shift import Shift
from kiosk.statement.press import Sheets, Slips
from kiosk.store.keys import Purpose, key_provider, sub_key
from kiosk.store.records import Records
from kiosk.unasked import Unasked
from kiosk.voice.engine import SilentEngine
from kiosk.voice.stage import VoiceStage
from kiosk.wiring import Workshop
from tests.devices.virtual_cups import VirtualCups
from tests.visits.diary import Diary
from tests.visits.in_turn import TurnClock
from tests.visits.terminal import MORNING, cards
from tests.visits.virtual_front import Front, Keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.health import Health
    from devices.social_card.simulated_chip import ChipFault
    from kiosk.core.closed import Closed
    from kiosk.core.config import Config
    from kiosk.core.exits import Exit
    from kiosk.core.house import Onward
    from kiosk.core.incident import Incident
    from kiosk.core.page import Job, Page
    from kiosk.core.staff import StaffNumber
    from kiosk.core.stage import Stage

SUPERVISE_SECONDS: Final = 1.0
LEFT_OVER_SECONDS: Final = 5.0
"""How long closed threads may take to notice."""


class VirtualTerminal:
    """Made and used by one thread, which is the window's. `close` it at the end.

    `social` is the make of its slot for social-security cards, `ccid` or `crt`; empty: it has none. `printer` is the model of
    its receipt printer, `documents` the make of its A4 printer, `folder` or `cups`. `front`: it has a scanner, a keypad, and a
    board with lamps and contacts, too. `changed` is what its hall has decided otherwise than `config_file`.
    """

    fault: Closed | None = None
    """What keeps it from serving anybody."""

    def __init__(
        self,
        config_file: Path,
        papers: Path,
        *,
        social: str = "",
        printer: str = "epson",
        documents: str = "folder",
        front: bool = False,
        changed: Callable[[Config], Config] = lambda config: config,
    ) -> None:
        papers.mkdir(parents=True, exist_ok=True)
        self.papers = papers
        self.clock = TurnClock(MORNING)
        self.config = replace(
            changed(settings.read(config_file)),
            id_reader=DeviceConfig("sam"),
            social_card_reader=DeviceConfig(social),
            scanner=DeviceConfig("line" if front else ""),
            keypad=DeviceConfig("ascii" if front else ""),
            indicators=DeviceConfig("modbus" if front else ""),
            receipt_printer=DeviceConfig("escpos"),
            document_printer=DeviceConfig(documents),
        )
        self.cards = cards(self.config)
        self._model = printer
        self.reader, self.printer = SamSimulator(), EscPosSimulator(model=printer)
        self.reader_line = MemoryLine(self.reader, self.clock)
        self.printer_line = MemoryLine(self.printer, self.clock)
        self.slot: CcidSimulator | CrtSimulator = CrtSimulator() if social == "crt" else CcidSimulator()
        self.slot_line = MemoryLine(self.slot, self.clock)
        self.office = VirtualCups(self.clock)
        self.front = Front(self.clock) if front else None
        self.incidents: list[Incident] = []
        self.exits: list[Exit] = []
        self.closures = Closures(self.config, self.clock, self.incidents.append, None)
        self.diary = Diary()
        self.tickets = Tickets()
        self.bugs: list[BaseException] = []
        self.healths: dict[str, Health] = {}
        self.steps: list[tuple[int, Entry]] = []
        """Each step of the print journal, and how many pages had ended when it came."""
        self._post_box: deque[object] = deque()
        self._bell = self.clock.bell()
        self.workshop = Workshop(self.config, self.clock, self._post)
        self.lanes = self._lanes()
        self._orders = 0
        key = sub_key(key_provider(self.config.key, self.config.data).terminal_key(), Purpose.AUDIT_CHAIN)
        self._audit = AuditLog(self.config.data / "audit.jsonl", key, self.clock)
        self.engine = SilentEngine()
        voice = self.voice = VoiceStage(self.engine)
        lights: LightsStage | None = None
        if self.front is not None:
            lights = LightsStage(self._order, closed=frozenset({"out_of_service"}), help_page="help_here")
        self.calling = Calling(
            self.config, self.clock, self._post, lambda: self.visit, note=self._audit.write, lights=lights
        )
        self.hall = Hall(
            self.config,
            lambda: self.clock.now().date(),
            on_duty=self.on_duty,
            here=self.calling.places,
            note=self._post,
            sticks=self.sticks,
            closed_for=lambda: self.fault or self.closures.closed_for,
        )
        stages: list[Stage] = [voice, AuditStage(self._audit, self.bugs.append), self.diary, *self.calling.stages]
        stages += [self.workshop.language, *self.closures.stages, *self.more_stages()]
        if lights is not None:
            stages.append(lights)
        self.stages = tuple(stages)
        self.visit = Visit(
            lambda: attend(self.hall),
            house=TerminalHouse(self.hall, lambda: self.fault, lambda: "4711", self.instead),
            stage=Chorus(stages),
            orders=self.lanes,
            clock=self.clock,
            idle=self.config.idle,
            on_bug=self.bugs.append,
            read_now=voice.private_now,
            tickets=self.tickets,
        )
        self.turn: Visit | Shift = self.visit
        """Whose turn it is: the person's, on a terminal without staff."""
        self.keys = Keys(self)
        self._unasked = Unasked(self.keys, self.visit, voice, self.closures, self.calling, alone=lambda: True)
        self._supervise_at = 0.0
        self.visit.begin()
        self.lanes.start()

    def _lanes(self) -> Lanes:
        glyphs = Encoder(FontGlyphs(fonts_of({})))
        model = model_of({"model": self._model}, 115200)

        def receipts() -> object:
            return self.workshop.press(
                Slips(
                    EscPosPrinter(self.printer_line.open, self.clock, glyphs, model),
                    lambda: self.workshop.language.code,
                )
            )

        def documents() -> object:
            by_cups = self.config.document_printer.make == "cups"
            press = self.workshop.press(
                Sheets(
                    self.office.adapter() if by_cups else FolderPrinter(self.papers, self.clock),
                    lambda: self.workshop.language.code,
                )
            )
            press.warm()
            return press

        opening: dict[str, Callable[[], object]] = {
            "id_reader": lambda: SamIdReader(self.reader_line.open, self.clock),
            "receipt_printer": receipts,
            "document_printer": documents,
        }
        if self.config.social_card_reader.make:
            opening["social_card_reader"] = self._social_card_reader
        if self.front is not None:
            opening |= self.front.opening()
        lanes = {name: Lane(name, make, self.clock, self._post, tended=True) for name, make in opening.items()}
        keys = key_provider(self.config.key, self.config.data)
        lanes["store"] = Lane("store", lambda: Records(self.config.data, keys, self.clock), self.clock, self._post)
        return Lanes({**lanes, **self.more_lanes()}, self._post)

    def more_stages(self) -> list[Stage]:
        """Return what else performs the visit; none without a window."""
        return []

    def on_duty(self) -> StaffNumber | None:
        """Return who acts of the staff; nobody without them."""
        return None

    def sticks(self) -> tuple[Path, ...]:
        """Return what is plugged in; nothing is."""
        return ()

    def instead(self) -> Page[Onward] | None:
        """Return what stands in place of home; nothing by day."""
        return self.closures.page()

    def reconsider(self) -> None:
        """Another page may be due in place of home."""
        self.visit.reconsider()

    def interrupt(self) -> None:
        """End whatever visit stands, and show what stands in place of home."""
        self.visit.interrupt()

    def ask_exit(self, code: Exit) -> None:
        """End the program: that is only noted."""
        self.exits.append(code)

    def more_lanes(self) -> dict[str, Lane[Any]]:
        """Return what lanes there are besides the devices' and the store's."""
        return {}

    def _order(self, job: Job[Any]) -> None:
        """Order something no page waits for, under a ticket no page has, as the app does."""
        self._orders -= 1
        self.lanes.submit(Ticket(self._orders), job)

    def _social_card_reader(self) -> object:
        if self.config.social_card_reader.make == "crt":
            return SocialCardSlot(CrtTransport(lambda _baud: self.slot_line.open(), self.clock), self.clock)
        return SocialCardSlot(CcidTransport(self.slot_line.open, self.clock), self.clock)

    def chip(self, number: int, *faults: ChipFault) -> SimulatedChip:
        """Return the social-security card of a person, as generation 2."""
        card = self.cards[number]
        holder = Holder(
            name=card.name,
            identity_number=card.number,
            sex=card.sex,
            birth=card.birth,
            card_number=f"Y{number:08d}",
            region=self.config.terminal.county,
        )
        return SimulatedChip(holder, *faults)

    def _post(self, message: object) -> None:
        self._post_box.append(message)
        self._bell.ring()

    @property
    def staff_sealing(self) -> bool:
        """Whether something of the staff's is being done that can't be taken back; nobody's on a terminal without staff."""
        return isinstance(self.turn, Shift) and self.turn.staff_sealing

    @property
    def presents(self) -> bool:
        """Whether its receipt printer holds the paper in a mouth."""
        return model_of({"model": self._model}, 115200).make.presenter is not None

    @property
    def page(self) -> Page[object]:
        """The page that stands."""
        page = self.visit.page
        assert page is not None
        return page

    def goes_on(self, until: float) -> None:
        """Let the terminal live until something happened or this moment came."""
        now = self.clock.monotonic()
        if now >= self._supervise_at:
            self.lanes.supervise()
            self.closures.turn(self)
            self._supervise_at = now + SUPERVISE_SECONDS
        dues = (self.turn.next_due, self.calling.next_due)
        moments = [until, self._supervise_at, *(due for due in dues if due is not None)]
        self._bell.wait(max(0.0, min(moments) - now))
        while self._post_box:
            self._take(self._post_box.popleft())
        for what in (self.turn, self.calling):
            due = what.next_due
            if due is not None and due <= self.clock.monotonic():
                what.tick()

    def lives(self, seconds: float, over: Callable[[], bool] = lambda: False) -> bool:
        """Let at most so many virtual seconds pass; return whether `over` came about."""
        end = self.clock.monotonic() + seconds
        while not over():
            if self.clock.monotonic() >= end:
                return False
            self.goes_on(end)
        return True

    def _take(self, message: object) -> None:
        if isinstance(message, Entry):
            self.steps.append((len(self.diary.endings), message))
        elif isinstance(message, Message):
            if isinstance(message, HealthChanged):
                self.healths[message.lane] = message.health
                self.calling.health_changed(message.lane, message.health)
            elif isinstance(message, Happened):
                self._unasked.heard(message.event)
            self.turn.heard(message)

    def close(self) -> None:
        """End everything, and let its threads end."""
        self.turn.close()
        self.lanes.close()
        self.clock.sleep(LEFT_OVER_SECONDS)
        for line in (self.reader_line, self.printer_line, self.slot_line):
            line.close()
        if self.front is not None:
            self.front.close()
        self._audit.close()
        self.workshop.close()
        self.clock.sleep(LEFT_OVER_SECONDS)
