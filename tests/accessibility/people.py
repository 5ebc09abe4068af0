"""Who uses the terminal without touching its screen: by assistive technology, by the keypad, by the keyboard.

All three do the same: they read what a page says and choose what is called so. What differs is how they choose. Where somebody
stands who sees, the focus ring says where the keys have led; the tests ask assistive technology for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random
from shutil import rmtree
from typing import TYPE_CHECKING, Final, Protocol, Self

from kiosk.ui.knock import KEYS
from kiosk.ui.touch import REACTION_SECONDS, SAME_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kiosk.core.clock import Clock
    from tests.accessibility.reader import Seen

PATIENCE_SECONDS: Final = 20.0
STEP_SECONDS: Final = 10.0
CALM_SECONDS: Final = SAME_SECONDS + 0.1
"""A calm hand's pace: what is pressed sooner again is taken for a tremor."""
KEY_SECONDS: Final = 0.2
"""A calm hand's pace between two keys: what comes sooner from the same key is a contact that bounces."""
TRIES_ALL: Final = 0.2
"""How often somebody with keys goes the long way round, or one stop too far and back."""
THINKS_SECONDS: Final = 1.5
"""So long at most somebody who is in no hurry thinks before they press."""


class Reading(Protocol):
    """How a page is perceived and pressed without eyes and touch."""

    def read(self) -> list[str]:
        """Return everything that is said, line by line, in reading order."""
        ...

    def buttons(self) -> list[str]:
        """Return the names of what can be pressed."""
        ...

    def look(self) -> list[Seen]:
        """Return what is showing, in reading order."""
        ...

    def press(self, name: str) -> bool:
        """Press the button with this name; false if there is none."""
        ...

    def key(self, key: str) -> None:
        """Press a key of the keyboard."""
        ...

    def tap(self, x: int, y: int) -> None:
        """Touch a point of the panel."""
        ...


class Doing(Protocol):
    """What is done at the machine."""

    def do(self, verb: str, *words: str) -> Mapping[str, object]:
        """Do a verb of the bench."""
        ...


class Place(Protocol):
    """The hall people stand in: its terminal with all that belongs to it."""

    @property
    def clock(self) -> Clock:
        """Its time."""
        ...

    @property
    def reader(self) -> Reading:
        """How its terminal is read."""
        ...

    @property
    def bench(self) -> Doing:
        """What is done at the terminal besides."""
        ...

    @property
    def path(self) -> list[str]:
        """The names of the pages that were shown so far, oldest first."""
        ...

    @property
    def pressed(self) -> Sequence[str]:
        """What the buttons said that were activated so far, oldest first."""
        ...

    @property
    def stick(self) -> Path:
        """The folder that plays a stick: while it is there, one is plugged in."""
        ...

    @property
    def prints(self) -> int:
        """How many papers came out so far."""
        ...

    def waits(self, over: Callable[[], object], what: Callable[[], str], within: float) -> None:
        """Look again and again until something is so."""
        ...

    def lives(self, seconds: float) -> None:
        """Let some time pass."""
        ...


class Person(ABC):
    """Somebody at a terminal in a hall. With `chance` no two of them do the same at the same pace."""

    def __init__(self, hall: Place, chance: Random | None = None) -> None:
        self.hall = hall
        self.meant: list[str] = []
        """The names of the buttons that were meant."""
        self.hurried = False
        """They have little time, and know it."""
        self._chance = chance
        self._pressed_at = -CALM_SECONDS

    def reads(self, *words: str, within: float = PATIENCE_SECONDS) -> Self:
        """Wait for a page that says all these words."""
        self.hall.waits(lambda: self._says(*words), lambda: f"{words} in {self.page()}", within)
        return self

    def reads_no(self, *words: str) -> Self:
        """Wait until the page says none of these words."""
        page = ""

        def gone() -> bool:
            nonlocal page
            page = self.page()
            return bool(page) and not any(word in page for word in words)

        self.hall.waits(gone, lambda: f"no {words} in {page}", PATIENCE_SECONDS)
        return self

    def reads_either(self, *words: str) -> str:
        """Wait for a page that says one of these; return it."""
        self.hall.waits(
            lambda: any(map(self._says, words)), lambda: f"one of {words} in {self.page()}", PATIENCE_SECONDS
        )
        return self.page()

    def page(self) -> str:
        """Return everything the page says, line by line."""
        return "\n".join(self.hall.reader.read())

    def buttons(self) -> list[str]:
        """Return the names of what can be pressed."""
        return self.hall.reader.buttons()

    def chooses(self, words: str) -> Self:
        """Choose what is called so, or whose name begins so."""
        name = self._name(words)
        self._calm()
        self.meant.append(name)
        self._choose(name)
        self._pressed_at = self.hall.clock.monotonic()
        return self

    def types(self, digits: str) -> Self:
        """Type digits, and say that this is all."""
        for digit in digits:
            self.chooses(digit)
        return self.chooses("好了")

    @abstractmethod
    def goes_back(self) -> Self:
        """Go one step back."""

    @abstractmethod
    def calls_help(self) -> Self:
        """Call somebody."""

    @abstractmethod
    def _choose(self, name: str) -> None: ...

    # -- what needs no eyes and no screen -----------------------------------------------------------------------

    def puts_card(self, number: int, damage: str = "") -> Self:
        """Put somebody's ID card on the reader."""
        if damage:
            self.hall.bench.do("damage-card", damage)
        self.hall.bench.do("place-id-card", str(number))
        return self

    def lifts_card(self) -> Self:
        """Take it away."""
        self.hall.bench.do("lift")
        return self

    def plugs_stick(self) -> Self:
        """Plug a stick in."""
        self.hall.stick.mkdir()
        return self

    def pulls_stick(self) -> Self:
        """Pull it out, with what was saved on it."""
        assert any(self.hall.stick.iterdir()), "nothing was saved on the stick"
        rmtree(self.hall.stick)
        return self

    def knocks(self) -> Self:
        """Knock as the staff does, at the panel's upper corners: hands find them. Nobody knocks before they have looked."""
        self.hall.lives(REACTION_SECONDS + 0.2)
        for x in (6, 534, 6, 534):
            self.hall.reader.tap(x, 6)
            self.hall.lives(0.1)
        return self

    # -- how ----------------------------------------------------------------------------------------------------

    def _says(self, *words: str) -> bool:
        page = self.page()
        return all(word in page for word in words)

    def _name(self, words: str) -> str:
        """Return the name of the one button that is meant, as soon as it can be pressed."""
        found: list[str] = []

        def there() -> bool:
            names = self.buttons()
            found[:] = [n for n in names if n == words] or [n for n in names if n.startswith(words)]
            return len(found) == 1

        self.hall.waits(there, lambda: f"a button {words} in {self.buttons()}", PATIENCE_SECONDS)
        return found[0]

    def _calm(self) -> None:
        thinks = 0.0 if self._chance is None or self.hurried else self._chance.uniform(0.0, THINKS_SECONDS)
        self.hall.lives(thinks + max(0.0, self._pressed_at + CALM_SECONDS - self.hall.clock.monotonic()))

    def _happens(self) -> bool:
        """Whether somebody who does not do the same every time does now what is not usual."""
        return self._chance is not None and self._chance.random() < TRIES_ALL


class ByReader(Person):
    """Somebody whom assistive technology reads the screen to, and for whom it presses."""

    def _choose(self, name: str) -> None:
        assert self.hall.reader.press(name), f"{name} is gone"

    def goes_back(self) -> Self:
        """Go one step back."""
        return self.chooses("上一步")

    def calls_help(self) -> Self:
        """Call somebody."""
        return self.chooses("请人帮忙")


class ByKeys(Person):
    """Somebody who walks through the page until the ring is round what they want."""

    def _choose(self, name: str) -> None:
        stops = self._stops()
        names = [stop.name for stop in stops]
        now = next((stop.name for stop in stops if stop.focused), "")
        forward = now not in names or (names.index(name) - names.index(now)) % len(names) <= len(names) // 2
        if self._happens():
            forward = not forward
        for _ in range(2 * len(names)):
            if now == name:
                if len(names) > 1 and self._happens():
                    self.moves(forward=forward)
                    assert self.moves(forward=not forward) == name
                self._enter()
                return
            now = self.moves(forward=forward)
        raise AssertionError(f"keys don't lead to {name}: {names}")

    def moves(self, *, forward: bool = True) -> str:
        """Go one stop on or back; return where the ring is then."""
        before = now = self._focused()

        def moved() -> bool:
            nonlocal now
            now = self._focused()
            return now != before

        self._step(forward=forward)
        self.hall.waits(moved, lambda: f"the ring leaves {before}", STEP_SECONDS)
        return now

    def _stops(self) -> list[Seen]:
        """Return where keys stop; a page that is just taken away has none."""
        found: list[Seen] = []

        def there() -> bool:
            found[:] = [widget for widget in self.hall.reader.look() if widget.focusable]
            return bool(found)

        self.hall.waits(there, lambda: "anything to go to", STEP_SECONDS)
        return found

    def _focused(self) -> str:
        return next((widget.name for widget in self._stops() if widget.focused), "")

    @abstractmethod
    def _step(self, *, forward: bool) -> None: ...

    @abstractmethod
    def _enter(self) -> None: ...


class ByKeypad(ByKeys):
    """Somebody at the keypad beside the panel."""

    def _press(self, key: str) -> None:
        self.hall.lives(KEY_SECONDS)
        self.hall.bench.do("key", key)

    def _step(self, *, forward: bool) -> None:
        self._press("down" if forward else "up")

    def _enter(self) -> None:
        self._press("enter")

    def types(self, digits: str) -> Self:
        """Type digits on the keypad's own keys."""
        for digit in digits:
            self._press(digit)
            self.hall.lives(KEY_SECONDS)
        self._press("enter")
        return self

    def goes_back(self) -> Self:
        """Go one step back."""
        self._press("back")
        return self

    def calls_help(self) -> Self:
        """Call somebody."""
        self._press("help")
        return self

    def knocks(self) -> Self:
        """Knock as the staff does where the panel feels nothing: with keys."""
        self.hall.lives(REACTION_SECONDS + 0.2)
        for key in KEYS:
            self._press(key)
        return self


class ByKeyboard(ByKeys):
    """Somebody with a keyboard."""

    def _step(self, *, forward: bool) -> None:
        self.hall.reader.key("Tab" if forward else "Up")

    def _enter(self) -> None:
        self.hall.reader.key("Return")

    def goes_back(self) -> Self:
        """Go one step back."""
        return self.chooses("上一步")

    def calls_help(self) -> Self:
        """Call somebody."""
        return self.chooses("请人帮忙")
