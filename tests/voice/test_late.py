"""An engine that is made when it is first needed, and what is believed of it until then."""

from __future__ import annotations

from kiosk.voice.engine import SilentEngine, VoiceState
from kiosk.voice.late import LateEngine
from kiosk.voice.words import Outlet, Utterance

HELLO = Utterance(("您好。",), Outlet.LOUDSPEAKER)


def silent(made: list[SilentEngine]) -> SilentEngine:
    made.append(SilentEngine([]))
    return made[-1]


def test_until_it_is_needed_there_is_none_and_it_is_believed_to_speak() -> None:
    made: list[SilentEngine] = []
    late = LateEngine(lambda: silent(made))
    late.stop()
    late.close()
    assert made == []
    assert (late.speaks, late.follows, late.state) == (True, True, VoiceState())


def test_it_is_made_once_and_then_is_the_engine() -> None:
    made: list[SilentEngine] = []
    late = LateEngine(lambda: silent(made))
    late.begin(lambda _told: None)
    late.say(HELLO)
    (engine,) = made
    assert engine.log == [HELLO]
    assert [engine.speaking] == [HELLO]
    assert (late.speaks, late.follows, late.state) == (False, False, VoiceState(""))
    late.stop()
    assert engine.speaking is None
    late.close()
