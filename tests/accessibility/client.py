"""Assistive technology as a process of its own: `/usr/bin/python3 client.py APPLICATION`, one JSON line in, one out.

It knows nothing of the product. What it sees and does goes over the AT-SPI bus as a screen reader's would:

    {"do": "look"}                     -> {"widgets": [{"name": ..., "role": ..., "states": [...], ...}, ...]}
    {"do": "read"}                     -> {"names": ["请放身份证", ...]}     what a look would say, and no more
    {"do": "buttons"}                  -> {"names": ["退出", ...]}           of what can be pressed
    {"do": "press", "name": "打印"}    -> {"pressed": true}
    {"do": "key", "key": "Tab"}        -> {}     a key of the keyboard, through X
    {"do": "tap", "x": 5, "y": 5}      -> {}     a finger, through X
    {"do": "announce"}                 -> {}     tell every program on the bus that a screen reader runs
    {"do": "heard"}                    -> {"events": [["announcement", "请放身份证"], ["focus", "打印"], ...]}

Runs under the system's Python, because only that has the bindings (python3-gi, gir1.2-atspi-2.0).
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import gi  # pyright: ignore[reportMissingModuleSource] - of the system's Python

gi.require_version("Atspi", "2.0")
from gi.repository import (  # noqa: E402 - the version is chosen first  # pyright: ignore[reportMissingModuleSource]
    Atspi,  # pyright: ignore[reportMissingModuleSource]
    Gio,  # pyright: ignore[reportMissingModuleSource]
    GLib,  # pyright: ignore[reportMissingModuleSource]
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS: Final = {"Tab": 0xFF09, "Return": 0xFF0D, "Up": 0xFF52}
"""X's numbers for keys that write nothing."""
PRESS: Final = "Press"
FINGER_SECONDS: Final = 0.15
"""How long a finger that taps stays down. What is over within 50 ms is no finger to a terminal, and X stamps what it does."""
EVENTS: Final = {
    "object:announcement": "announcement",
    "object:state-changed:focused": "focus",
    "object:property-change:accessible-name": "name",
}


class Client:
    """Looks at one application, acts on it, and remembers what it is told."""

    def __init__(self, application: str) -> None:
        self._application = application
        self._heard: list[tuple[str, str]] = []
        self._listener = Atspi.EventListener.new(self._told)
        for event in EVENTS:
            self._listener.register(event)

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked."""
        match asked["do"]:
            case "look":
                return {"widgets": self._look()}
            case "read":
                return {"names": self._names(lambda _widget: True)}
            case "buttons":
                return {"names": self._names(lambda widget: PRESS in _actions(widget))}
            case "press":
                return {"pressed": self._press(asked["name"])}
            case "key":
                Atspi.generate_keyboard_event(KEYS[asked["key"]], None, Atspi.KeySynthType.SYM)
            case "tap":
                _tap(asked["x"], asked["y"])
            case "announce":
                _announce()
            case "heard":
                heard, self._heard = self._heard, []
                return {"events": heard}
            case unknown:
                raise ValueError(f"nobody here can {unknown}")
        return {}

    # -- looking ----------------------------------------------------------------------------------------------

    def _root(self) -> Atspi.Accessible | None:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(number)
            if application is not None and application.get_name() == self._application:
                application.clear_cache()
                return application.get_child_at_index(0) if application.get_child_count() else None
        return None

    def _showing(self) -> list[Atspi.Accessible]:
        """Return what is showing, in the order of the tree."""
        found: list[Atspi.Accessible] = []

        def walk(widget: Atspi.Accessible) -> None:
            if widget.get_state_set().contains(Atspi.StateType.SHOWING):
                found.append(widget)
                for number in range(widget.get_child_count()):
                    child = widget.get_child_at_index(number)
                    if child is not None:
                        walk(child)

        root = self._root()
        if root is not None:
            walk(root)
        return found

    def _look(self) -> list[dict[str, Any]]:
        # A page may be taken away while it is walked through: then there is nothing to see until the next one stands.
        try:
            return [self._described(widget) for widget in self._showing()]
        except GLib.Error:
            return []

    def _described(self, widget: Atspi.Accessible) -> dict[str, Any]:
        box = widget.get_extents(Atspi.CoordType.SCREEN)
        return {
            "name": widget.get_name(),
            "role": widget.get_role_name(),
            "description": widget.get_description(),
            "id": widget.get_accessible_id(),
            "states": [state.value_nick for state in widget.get_state_set().get_states()],
            "actions": _actions(widget),
            "box": [box.x, box.y, box.width, box.height],
        }

    def _names(self, wanted: Callable[[Atspi.Accessible], bool]) -> list[str]:
        # Every question goes over the bus: what can be pressed is asked only what has a name.
        try:
            named = [(widget, widget.get_name()) for widget in self._showing()]
            return [name for widget, name in named if name and wanted(widget)]
        except GLib.Error:
            return []

    def _press(self, name: str) -> bool:
        """Press the one button of this name; false if it is gone."""
        try:
            for widget in self._showing():
                if widget.get_name() == name and PRESS in (actions := _actions(widget)):
                    return bool(widget.do_action(actions.index(PRESS)))
        except GLib.Error:
            pass
        return False

    # -- being told -------------------------------------------------------------------------------------------

    def _told(self, event: Atspi.Event) -> None:
        kind = next((EVENTS[known] for known in EVENTS if event.type.startswith(known)), "")
        try:
            if kind == "announcement":
                self._heard.append((kind, str(event.any_data)))
            elif kind == "name" or (kind == "focus" and event.detail1):
                self._heard.append((kind, event.source.get_name()))
        except GLib.Error:
            self._heard.append((kind, ""))  # it is gone already


def _actions(widget: Atspi.Accessible) -> list[str]:
    return [widget.get_action_name(number) for number in range(widget.get_n_actions())]


def _tap(x: int, y: int) -> None:
    Atspi.generate_mouse_event(x, y, "b1p")
    time.sleep(FINGER_SECONDS)  # noqa: TID251 - no clock of the product here, and the finger is X's
    Atspi.generate_mouse_event(x, y, "b1r")


def _announce() -> None:
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for switch in ("IsEnabled", "ScreenReaderEnabled"):
        words = GLib.Variant("(ssv)", ("org.a11y.Status", switch, GLib.Variant("b", True)))  # noqa: FBT003 - GLib's
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", words, None,
                      Gio.DBusCallFlags.NONE, 5000, None)  # fmt: skip


def main() -> int:
    """Serve until the input ends."""
    Atspi.init()
    loop = GLib.MainLoop()
    client = Client(sys.argv[1])

    def read(*_: object) -> bool:
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        sys.stdout.write(json.dumps(client.answer(json.loads(line)), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read)
    loop.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
