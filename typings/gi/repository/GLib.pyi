from collections.abc import Callable
from enum import IntFlag

PRIORITY_DEFAULT: int

class IOCondition(IntFlag):
    IN = 1
    HUP = 16

class Error(Exception): ...

class Variant:
    def __init__(self, form: str, value: object) -> None: ...

class MainLoop:
    def run(self) -> None: ...
    def quit(self) -> None: ...

def io_add_watch(fd: int, priority: int, condition: IOCondition, heard: Callable[..., bool]) -> int: ...
