"""Lanes are fitted as kiosk.toml says, and what it says wrongly is told to the technician."""

from __future__ import annotations

from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from devices.errors import Action, DeviceError, NotConfigured
from devices.traffic import Recorder
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, DeviceConfig, SoundConfig
from kiosk.core.lane import ID_READER, SOCIAL_CARD_READER, Failed, HealthChanged, Message
from kiosk.core.stage import Ticket
from kiosk.voice.clip_engine import ClipEngine
from kiosk.voice.engine import SilentEngine
from kiosk.voice.late import LateEngine
from kiosk.wiring import Workshop, engine_of, make_lanes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (DeviceConfig("samm", {"port": "COM3"}), "[id_reader] make: there is no 'samm'; known here: sam"),
        (DeviceConfig("sam"), "[id_reader] port: the name of a serial port is missing"),
        (DeviceConfig("sam", {"port": "COM3", "baud": "fast"}), "[id_reader] baud: not a number of bits per second"),
    ],
)
def test_a_device_that_is_configured_wrongly_is_told_once_and_is_no_bug(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], reader: DeviceConfig, said: str
) -> None:
    config = replace(Config(), data=tmp_path, id_reader=reader)
    heard: SimpleQueue[Message] = SimpleQueue()
    clock = SystemClock()
    lanes = make_lanes(config, clock, Workshop(config, clock, lambda _entry: None), heard.put)

    def work(reader: Any, _deadline: object, _report: object) -> None:
        reader.find()

    for number in (1, 2):
        lanes.submit(Ticket(number), ID_READER.job(work))
    lanes.start()
    failed: list[Failed] = []
    while len(failed) < 2:
        message = heard.get(timeout=10)
        if isinstance(message, Failed):
            failed.append(message)
        elif isinstance(message, HealthChanged):
            assert message.health.last_error is not None
            assert message.health.last_error.action is Action.CONFIGURE
    lanes.close()
    assert [type(each.error) for each in failed] == [NotConfigured, NotConfigured]
    assert capfd.readouterr().err == f"yiban: {said}\n"


def test_with_a_recorder_every_line_is_recorded_and_without_one_none(tmp_path: Path) -> None:
    reader = DeviceConfig("sam", {"port": "/dev/ttyNOWHERE"})
    config = replace(Config(), data=tmp_path, id_reader=reader, social_card_reader=DeviceConfig("pcsc"))
    clock = SystemClock()
    for recorder in (None, Recorder(tmp_path, clock, clock.now(), lambda _words: None)):
        heard: SimpleQueue[Message] = SimpleQueue()
        lanes = make_lanes(config, clock, Workshop(config, clock, lambda _entry: None), heard.put, recorder)
        lanes.submit(Ticket(1), ID_READER.job(_reads))
        lanes.submit(Ticket(2), SOCIAL_CARD_READER.job(_reads))
        lanes.start()
        failed = 0
        while failed < 2:
            failed += isinstance(heard.get(timeout=10), Failed)
        lanes.close()
        if recorder is not None:
            recorder.close()
    (file,) = tmp_path.glob("traffic-*.log")
    text = file.read_text(encoding="utf-8")
    assert "id_reader           ·  /dev/ttyNOWHERE at 115200: device-gone" in text
    assert "social_card_reader  →  find the reader" in text
    assert text.endswith("recording ended: the terminal ended\n")


def _reads(reader: Any, deadline: Any, _report: object) -> None:
    reader.probe(deadline)
    raise DeviceError


@pytest.mark.parametrize(
    ("sound", "order"),
    [
        (SoundConfig(), ("clips", "espeak-ng", "pyttsx3")),
        (SoundConfig(engines=("pyttsx3", "clips")), ("pyttsx3", "clips")),
        (SoundConfig(voice="", jack_switches=True), ("espeak-ng", "pyttsx3")),
        (SoundConfig(voice="/srv/our own voice", engines=("clips",)), ("clips",)),
    ],
)
def test_what_speaks_does_so_in_the_order_of_the_configuration(sound: SoundConfig, order: tuple[str, ...]) -> None:
    late = engine_of(sound)
    assert isinstance(late, LateEngine)
    engine = late._make()
    assert isinstance(engine, ClipEngine)
    assert engine._order == order
    rendered = [name for name in order if name != "clips"]
    number = "one" if sound.jack_switches else "two"
    assert list(engine._command[-len(rendered) - 3 :]) == [sound.loudspeaker, sound.headset, number, *rendered]
    engine.close()


@pytest.mark.parametrize("sound", [SoundConfig(engines=()), SoundConfig(voice="", engines=("clips",))])
def test_where_nothing_is_to_speak_nothing_does(sound: SoundConfig) -> None:
    engine = engine_of(sound)
    assert isinstance(engine, SilentEngine)
    assert engine.state.speaks is False
