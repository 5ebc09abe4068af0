"""The light dataclasses do what the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import pytest

from devices import values

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@values.dataclass(frozen=True)
class Light:
    """Every kind of field."""

    kinds: ClassVar[int] = 4

    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list[str])
    note: str = field(default="", compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class Heavy:
    """The same as the standard library makes it."""

    kinds: ClassVar[int] = 4

    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list[str])
    note: str = field(default="", compare=False, repr=False)


@values.dataclass(frozen=True, kw_only=True, repr=False)
class Parent(Generic[T]):
    """Named fields only."""

    value: T
    size: int = 1


@values.dataclass(frozen=True, kw_only=True, repr=False)
class Child(Parent[T]):
    """One more."""

    more: str = ""


@values.dataclass()
class Open:
    """May be changed."""

    size: int = 1


@values.dataclass(frozen=True, eq=False)
class Alone:
    """Equal to itself only."""

    size: int = 1


@values.dataclass(frozen=True)
class Own:
    """With methods of its own."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("a size is not negative")

    def __repr__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7


ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 2), {"note": "n"}),
    ((), {"note": "n", "parts": ["p"], "size": 3, "name": "b"}),
    (("a", 1, ["p"], "n"), {}),
    ((), {}),
    (("a", 1, [], "", 5), {}),
    (("a",), {"name": "b"}),
    (("a",), {"colour": "red"}),
]


def _outcome(made: Callable[..., object], given: tuple[Any, ...], named: dict[str, Any]) -> object:
    try:
        value = made(*given, **named)
    except TypeError:
        return TypeError
    return vars(value), repr(value).partition("(")[2]


@pytest.mark.parametrize(("given", "named"), ARGUMENTS)
def test_it_takes_and_refuses_what_the_standard_library_takes_and_refuses(
    given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    assert _outcome(Light, given, named) == _outcome(Heavy, given, named)


@pytest.mark.parametrize("one", [("a", 1), ("b", 1)])
@pytest.mark.parametrize("other", [("a", 1), ("a", 2), ("b", 1)])
def test_equal_is_what_compares_equal_field_by_field(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert (Light(*one) == Light(*other)) is (Heavy(*one) == Heavy(*other))
    assert Light(*one, note="n") == Light(*one)


def test_another_class_is_never_equal() -> None:
    heavy: object = Heavy("a")
    assert Light("a") != heavy
    assert Parent(value=1) != Child(value=1)


def test_equal_values_are_one_key_in_whatever_order_their_fields_were_given() -> None:
    assert len({Child(value=1, more="m"), Child(more="m", value=1), Child(value=2)}) == 2


def test_a_list_of_its_own_for_each() -> None:
    assert Light("a").parts is not Light("a").parts


def test_a_frozen_value_is_not_changed() -> None:
    light = Light("a")
    with pytest.raises(FrozenInstanceError):
        light.size = 2  # type: ignore[misc]  # what must not be
    with pytest.raises(FrozenInstanceError):
        delattr(light, "size")
    assert light == Light("a")


def test_what_is_not_frozen_changes_and_is_no_key() -> None:
    value = Open()
    value.size = 2
    assert value == Open(2)
    assert Open.__hash__ is None


def test_without_equality_every_value_is_its_own() -> None:
    assert Alone() != Alone()
    assert len({Alone(), Alone()}) == 2


def test_named_fields_only_are_not_taken_by_place() -> None:
    with pytest.raises(TypeError, match="Child takes value, size, more"):
        Child(1)  # type: ignore[call-arg]  # what must not be


def test_without_a_repr_no_field_is_shown() -> None:
    assert "secret" not in repr(Child(value="secret"))


def test_what_a_class_has_of_its_own_stays() -> None:
    assert repr(Own(1)) == "own"
    assert Own(1) == Own(2)
    assert hash(Own(1)) == 7
    with pytest.raises(ValueError, match="not negative"):
        Own(-1)


def test_the_tools_for_dataclasses_work() -> None:
    light = Light("a", 2, ["p"])
    assert [each.name for each in fields(light)] == ["name", "size", "parts", "note"]
    assert replace(light, size=3) == Light("a", 3, ["p"])
    assert dataclasses.asdict(light) == {"name": "a", "size": 2, "parts": ["p"], "note": ""}
    assert copy.deepcopy(light) == light
    match light:
        case Light(name, size):
            assert (name, size) == ("a", 2)
