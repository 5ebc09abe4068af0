"""Staff numbers, members and cards: what they are and what never shows."""

from __future__ import annotations

import pytest

from kiosk.core.staff import Assistance, CardKind, Figures, StaffCard, StaffMember, StaffNumber, StaffRole

TOKEN = "YBS1:" + "ABCDEFGHIJKLMNOPQRSTUVWX23"


@pytest.mark.parametrize("digits", ["", "12", "123456789", "12a", "１２３"])
def test_a_staff_number_has_three_to_eight_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="three to eight digits"):
        StaffNumber(digits)
    assert str(StaffNumber("0217")) == "0217"


def test_an_administrator_may_act_as_anybody_and_nobody_else_as_another() -> None:
    for role in StaffRole:
        assert StaffMember(StaffNumber("0100"), StaffRole.ADMINISTRATOR).may_act_as(role)
        assert StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT).may_act_as(role) == (role is StaffRole.ATTENDANT)


def test_amounts_are_covered_until_they_are_shown() -> None:
    member = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
    assert [Assistance(member, figures=figures).covered for figures in Figures] == [True, False, True, True]


def test_a_card_is_the_same_however_it_was_typed_and_never_shows_itself() -> None:
    card = StaffCard(CardKind.ID_CARD, " 99010119880302123x ")
    assert card == StaffCard(CardKind.ID_CARD, "99010119880302123X")
    assert hash(card) == hash(StaffCard(CardKind.ID_CARD, "99010119880302123X"))
    assert card != StaffCard(CardKind.SOCIAL_CARD, "99010119880302123X")
    assert card != "99010119880302123X"
    assert card.reveal() == "99010119880302123X"
    assert f"{card} {card!r}" == "<StaffCard id-card> <StaffCard id-card>"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CardKind.ID_CARD, ""),
        (CardKind.ID_CARD, "9901011988030212345"),
        (CardKind.SOCIAL_CARD, "A-1"),
        (CardKind.CODE_CARD, TOKEN[:-1]),
        (CardKind.CODE_CARD, TOKEN + "A"),
        (CardKind.CODE_CARD, TOKEN[5:]),
    ],
)
def test_what_no_card_holds_is_refused_without_being_named(kind: CardKind, text: str) -> None:
    with pytest.raises(ValueError, match=f"^no {kind} holds this$"):
        StaffCard(kind, text)


def test_only_a_code_cards_code_is_one() -> None:
    card = StaffCard.scanned(TOKEN.lower() + "\r\n")
    assert card == StaffCard(CardKind.CODE_CARD, TOKEN)
    assert StaffCard.scanned("https://example.org") is None
    assert StaffCard.scanned("YB1:ABC") is None
