"""Calls in words, for a recording: what makes that hang on no line ask of a service or a library, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from devices.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Tell(Protocol):
    """Where calls are told. Words are made only when they are written; making them may fail without harm."""

    def asked(self, words: Callable[[], str]) -> None:
        """Tell what is asked."""
        ...

    def heard(self, words: Callable[[], str]) -> None:
        """Tell what was answered."""
        ...

    def note(self, words: str) -> None:
        """Tell what happened besides."""
        ...


def telling(tell: Tell, asked: Callable[[], str], call: Callable[[], T], said: Callable[[T], str]) -> T:
    """Do a call and tell what was asked, and what was answered or went wrong. Raises what the call raises.

    Of an error only its code is told: its detail may be a foreign library's text.
    """
    tell.asked(asked)
    try:
        result = call()
    except DeviceError as error:
        tell.note(error.code)
        raise
    tell.heard(lambda: said(result))
    return result
