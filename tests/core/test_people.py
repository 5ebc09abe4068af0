"""简洁版 brings large text and the voice, and takes back what it brought; what somebody asked for themselves stays."""

from __future__ import annotations

from itertools import product

import pytest

from kiosk.core.people import Presentation, TextSize

LARGE, EXTRA_LARGE = TextSize.LARGE, TextSize.EXTRA_LARGE


@pytest.mark.parametrize(("size", "voice", "speaks"), tuple(product(TextSize, (False, True), (False, True))))
def test_on_and_off_again_is_as_it_was(size: TextSize, *, voice: bool, speaks: bool) -> None:
    before = Presentation(size, voice=voice, covered=True, language="ug")
    simple = before.simplified(speaks=speaks)
    assert simple.simple
    assert simple.size is (EXTRA_LARGE if size is EXTRA_LARGE else LARGE)
    assert simple.voice is (voice or speaks)
    assert simple.in_full() == before


def test_a_size_asked_for_meanwhile_stays() -> None:
    simple = Presentation().simplified(speaks=True)
    for size in TextSize:
        assert simple.sized(size).in_full() == Presentation(size)


def test_a_voice_asked_for_meanwhile_stays() -> None:
    simple = Presentation().simplified(speaks=True)
    assert simple.voiced(voice=False).in_full() == Presentation()
    assert simple.voiced(voice=False).voiced(voice=True).in_full() == Presentation(voice=True)
    silent = Presentation().simplified(speaks=False)
    assert silent.voiced(voice=True).in_full() == Presentation(voice=True)
