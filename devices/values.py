"""Dataclasses that cost the start next to nothing: what is imported before home is painted makes its values with these.

The standard library writes and compiles up to six methods for each class, which took a fifth of the time until home was
painted. Here every class shares methods that are compiled once and go by its fields. Everything else is the standard
library's: `fields`, `replace` and `match` work, and whoever checks types sees its own decorator.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

__all__ = ["dataclass"]


def light(
    *,
    frozen: bool = False,
    kw_only: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 - the library's name
) -> Callable[[type[T]], type[T]]:
    """Make a dataclass of a class. Its fields are all given when it is made, or have a default."""

    def made(kind: type[T]) -> type[T]:
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(kind)
        methods: dict[str, object] = {"__init__": _init_of(kind)}
        if repr:
            methods["__repr__"] = _repr
        if eq:
            methods["__eq__"], methods["__hash__"] = _eq_of(kind), _hash_of(kind) if frozen else None
        if frozen:
            methods["__setattr__"], methods["__delattr__"] = _refuse, _refuse
        for name, method in methods.items():
            if vars(kind).get(name) is None:  # what a class has of its own stays
                setattr(kind, name, method)
        return kind

    return made


def _init_of(kind: type) -> Callable[..., None]:
    fields = dataclasses.fields(kind)
    names = frozenset(field.name for field in fields)
    places = tuple(field.name for field in fields if not field.kw_only)
    usual = {field.name: field.default for field in fields if field.default is not MISSING}
    factories = {field.name: field.default_factory for field in fields if field.default_factory is not MISSING}
    checks = hasattr(kind, "__post_init__")

    def __init__(self: Any, /, *given: object, **named: object) -> None:  # noqa: N807 - it becomes one
        values = self.__dict__
        values.update(usual)
        values.update(zip(places, given))  # noqa: B905 - too many are found below
        values.update(named)
        for name, factory in factories.items():
            if name not in values:
                values[name] = factory()
        if values.keys() != names or len(given) > len(places) or not named.keys().isdisjoint(places[: len(given)]):
            raise TypeError(f"{kind.__qualname__} takes {', '.join(field.name for field in fields)}, each of them once")
        if checks:
            self.__post_init__()

    return __init__


def _eq_of(kind: type) -> Callable[[Any, object], bool]:
    names = tuple(field.name for field in dataclasses.fields(kind) if field.compare)

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807 - it becomes one
        if other.__class__ is not self.__class__:
            return NotImplemented
        mine, its = self.__dict__, other.__dict__
        return [mine[name] for name in names] == [its[name] for name in names]

    return __eq__


def _hash_of(kind: type) -> Callable[[Any], int]:
    fields = dataclasses.fields(kind)
    names = tuple(field.name for field in fields if (field.compare if field.hash is None else field.hash))

    def __hash__(self: Any) -> int:  # noqa: N807 - it becomes one
        mine = self.__dict__
        return hash(tuple([mine[name] for name in names]))

    return __hash__


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} can't be changed")


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = light
