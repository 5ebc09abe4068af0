from enum import IntEnum

from gi.repository.GLib import Variant

class BusType(IntEnum):
    SESSION = 2

class DBusCallFlags(IntEnum):
    NONE = 0

class DBusConnection:
    def call_sync(
        self,
        bus: str,
        path: str,
        interface: str,
        method: str,
        words: Variant,
        answer: None,
        flags: DBusCallFlags,
        timeout_ms: int,
        cancellable: None,
    ) -> Variant: ...

def bus_get_sync(kind: BusType) -> DBusConnection: ...
