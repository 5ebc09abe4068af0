"""A tuple that is made when it is first read: most of a record isn't, in most visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class Later(Sequence[T_co]):
    """Equal to the tuple it makes. Its length is known before.

    `make` isn't called for a length of 0. It always makes the same and can't fail, so it does no harm if two threads read
    for the first time at once.
    """

    __slots__ = ("_length", "_made", "_make")

    def __init__(self, length: int, make: Callable[[], tuple[T_co, ...]]) -> None:
        self._length: Final = length
        self._make: Callable[[], tuple[T_co, ...]] | None = make if length else None
        self._made: tuple[T_co, ...] = ()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        return self._tuple()[index]

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._tuple())

    def __eq__(self, other: object) -> bool:
        return self._tuple() == (other._tuple() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._tuple())

    def __repr__(self) -> str:
        return "<Later>"

    def _tuple(self) -> tuple[T_co, ...]:
        make = self._make
        if make is not None:
            self._made = make()
            self._make = None
        return self._made
