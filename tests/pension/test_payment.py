from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.record import Benefit, BenefitStatus, ItemKind, Mark, Payment, PaymentItem, PaymentState, Record
from kiosk.pension.errors import DoesNotReconcile
from kiosk.pension.payment import (
    PaymentCase,
    PaymentStanding,
    has_back_pay,
    months_received,
    newest_first,
    payment_status,
    payment_years,
    pension,
    reconcile,
    unsettled_return,
    why_more,
)
from tests.statement.records import TODAY, contributor, found, payment, pensioner

NOVEMBER = Month(2026, 11)


def standing(record: Record, today: date = TODAY) -> PaymentStanding:
    return payment_status(found(record, today=today), today)


def with_last(*last: Payment) -> Record:
    """The pensioner, with other payments from November 2026 on."""
    record = pensioner()
    return replace(record, payments=(*record.payments[:-1], *last))


def with_status(status: BenefitStatus, **changes: object) -> Record:
    record = pensioner()
    return replace(record, benefits=(replace(record.benefits[0], status=status, **changes),))  # type: ignore[arg-type]


def test_this_months_pension_was_paid() -> None:
    found_standing = standing(pensioner())
    assert found_standing.case == PaymentCase.PAID
    assert found_standing.month == NOVEMBER
    assert found_standing.payment is not None
    assert found_standing.payment.amount == 340216


def test_this_months_pension_was_sent_to_the_bank() -> None:
    assert standing(with_last(payment(NOVEMBER, state=PaymentState.SENT))).case == PaymentCase.SENT


def test_data_older_than_this_month_tell_of_the_newest_paid_month() -> None:
    found_standing = standing(with_last())
    assert found_standing.case == PaymentCase.TOO_OLD
    assert found_standing.month == NOVEMBER
    assert found_standing.payment is not None
    assert found_standing.payment.month == Month(2026, 10)


def test_data_that_only_know_of_a_sent_payment_do_not_call_it_paid() -> None:
    record = replace(pensioner(), payments=(payment(Month(2026, 10), state=PaymentState.SENT),))
    assert standing(record) == PaymentStanding(PaymentCase.TOO_OLD, NOVEMBER)


def test_a_returned_payment_leads_to_the_window() -> None:
    back = payment(NOVEMBER, state=PaymentState.RETURNED)
    assert standing(with_last(back)) == PaymentStanding(PaymentCase.RETURNED, NOVEMBER, back)


def test_last_months_return_still_counts_when_this_month_is_not_in_the_data() -> None:
    back = payment(Month(2026, 10), state=PaymentState.RETURNED)
    record = replace(pensioner(), payments=(back,))
    assert standing(record).payment == back
    assert standing(record).case == PaymentCase.RETURNED


def test_a_return_that_was_paid_again_in_the_same_month_is_settled() -> None:
    found_standing = standing(with_last(payment(NOVEMBER, state=PaymentState.RETURNED), payment(NOVEMBER)))
    assert found_standing.case == PaymentCase.PAID
    assert found_standing.also_returned is None


def test_a_return_that_a_later_payment_made_good_is_settled() -> None:
    back = payment(Month(2026, 9), state=PaymentState.RETURNED)
    again = tuple(item._replace(kind=ItemKind.BACK_PAY) for item in back.items)
    later = payment(Month(2026, 10))
    later = later._replace(items=(*later.items, *again), amount=Fen(later.amount + back.amount))
    record = replace(pensioner(), payments=(back, later))
    assert unsettled_return(record) is None


def test_an_older_return_is_not_forgotten_when_this_month_is_fine() -> None:
    back = payment(Month(2026, 9), state=PaymentState.RETURNED)
    record = replace(pensioner(), payments=(back, payment(Month(2026, 10)), payment(NOVEMBER)))
    assert standing(record).case == PaymentCase.PAID
    assert standing(record).also_returned == back


@pytest.mark.parametrize(
    ("status", "case"),
    [
        (BenefitStatus.NOT_STARTED, PaymentCase.NOT_YET),
        (BenefitStatus.SUSPENDED_CERTIFICATION, PaymentCase.STOPPED_CERTIFICATION),
        (BenefitStatus.SUSPENDED_OTHER, PaymentCase.STOPPED_OTHER),
        (BenefitStatus.ENDED, PaymentCase.STOPPED_OTHER),
    ],
)
def test_a_pension_that_is_not_paid_says_why_only_for_certification(status: BenefitStatus, case: PaymentCase) -> None:
    assert standing(with_status(status)) == PaymentStanding(case, NOVEMBER)


def test_who_draws_nothing_has_not_begun() -> None:
    assert standing(contributor()).case == PaymentCase.NOT_YET
    assert standing(with_status(BenefitStatus.PAYING, first_month=Month(2026, 12))).case == PaymentCase.NOT_YET


@pytest.mark.parametrize("mark", list(Mark))
def test_a_marked_record_is_a_matter_for_a_window_and_nothing_more(mark: Mark) -> None:
    assert standing(replace(pensioner(), marks=(mark,))) == PaymentStanding(PaymentCase.STOPPED_OTHER, NOVEMBER)


def test_of_two_pensions_the_one_being_paid_matters() -> None:
    record = pensioner()
    paying = record.benefits[0]
    ended: Benefit = replace(paying, status=BenefitStatus.ENDED)
    assert pension(replace(record, benefits=(ended, paying))) == paying
    assert pension(contributor()) is None


def test_a_year_counts_only_what_was_paid() -> None:
    record = with_last(payment(NOVEMBER, state=PaymentState.SENT))
    received = months_received(found(record), 2026)
    assert received.months == 10
    assert received.total == 6 * 328596 + 409936 + 3 * 340216
    assert payment_years(found(record)) == (2026, 2025)


def test_every_month_is_listed_newest_first() -> None:
    assert [p.month for p in newest_first(pensioner())[:2]] == [NOVEMBER, Month(2026, 10)]


def test_july_was_more_because_of_the_rise_and_what_was_paid_after() -> None:
    why = why_more(pensioner(), Month(2026, 7))
    assert why is not None
    assert (why.rise, why.counted_from, why.back_pay_months, why.back_pay) == (11620, Month(2026, 1), 6, 69720)
    july = next(p for p in pensioner().payments if p.month == Month(2026, 7))
    assert has_back_pay(july)


def test_an_ordinary_month_needs_no_reason() -> None:
    assert why_more(pensioner(), Month(2026, 8)) is None


def test_back_pay_without_a_rise_that_explains_it_is_told_from_its_items_alone() -> None:
    why = why_more(replace(pensioner(), adjustments=()), Month(2026, 7))
    assert why is not None
    assert (why.rise, why.counted_from, why.back_pay_months, why.back_pay) == (None, None, 6, 69720)


amounts = st.lists(st.integers(-(10**7), 10**7), max_size=8)


@given(amounts, st.integers(-(10**7), 10**7))
def test_a_payment_reconciles_only_if_it_is_the_sum_of_its_items(parts: list[int], off: int) -> None:
    items = tuple(PaymentItem("I", "基础养老金", NOVEMBER, Fen(part)) for part in parts)
    whole = payment(NOVEMBER)._replace(items=items, amount=Fen(sum(parts) + off))
    if off:
        with pytest.raises(DoesNotReconcile, match="payment"):
            reconcile(whole)
    else:
        reconcile(whole)
