"""Every flow, the pages it leads over between home and home, and how one is performed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.accessibility import flows, staff_flows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.accessibility.people import Person

    Flow = Callable[[Person], None]

ENDS: Final = "take_paper anything_else everything_in_hand goodbye"
PAPER: Final = f"which_paper printing {ENDS}"
SIGN_IN: Final = "staff_card staff_number staff_pin staff_menu"
RECORD: Final = f"place_id_card choose_year review_yearly_record {PAPER}"
FLOWS: Final[Mapping[Flow, str]] = {
    flows.payment: "place_id_card payment_paid every_month months_as_bars every_month payment_paid modes payment_paid "
    f"{PAPER}",
    flows.certification: "place_id_card certification_due how_to_certify certify_at_window how_to_certify certification_due "
    "everything_in_hand",
    flows.yearly_record_on_a_slip: RECORD,
    flows.yearly_record_on_a_sheet: RECORD,
    flows.simple_yearly_record: f"place_id_card review_yearly_record printing {ENDS}",
    flows.why_more: "what_else payment_paid every_month why_more every_month every_month everything_in_hand",
    flows.another_year: "place_id_card choose_year review_yearly_record choose_year review_yearly_record "
    "everything_in_hand",
    flows.paper_checked: f"{RECORD} more privacy more scan_paper code_ours scan_paper",
    flows.social_card: "place_id_card take_social_card payment_paid everything_in_hand",
    flows.no_card: "place_id_card no_card everything_in_hand",
    flows.help_called_and_called_off: "help_called help_called_off",
    flows.unwell: "help_called unwell",
    flows.read_aloud_and_covered: "place_id_card payment_paid read_aloud_consent payment_paid everything_in_hand",
    flows.modes: "",
    flows.pictures: "what_else payment_paid made_of payment_paid what_else choose_year review_yearly_record years_paid "
    "review_yearly_record account_growth review_yearly_record everything_in_hand",
    flows.hearing: "hearing",
    flows.paper_is_out: f"place_id_card payment_paid printing {ENDS}",
    flows.still_there: "place_id_card still_there place_id_card everything_in_hand",
    flows.unreadable_card: "place_id_card put_flat take_off_sleeve card_worn everything_in_hand",
    staff_flows.staff_signs_in: SIGN_IN,
    staff_flows.paper_is_changed: f"{SIGN_IN} which_printer put_paper trial_print is_it_clear paper_is_new staff_menu",
    staff_flows.presence_is_registered: f"{SIGN_IN} place_id_card same_person_as_card may_presence_be_registered "
    "presence_registered printing take_paper everything_in_hand goodbye",
    staff_flows.devices_are_looked_at: f"{SIGN_IN} maintenance staff_menu",
}
"""Whoever presses something else sees another page."""
IN_PASSING: Final = frozenset(
    {
        "home", "look_up", "signing_in", "looking_into_slot", "preparing_slip", "preparing_sheet", "printed_before",
        "waiting_ready", "counting_paper", "registering_presence", "maintenance_begins", "data_reaches",
    }
)  # fmt: skip
"""Pages that come and go by themselves; and the question for who prints the same again on one day."""
PRINTING: Final = frozenset({"printing", "trial_print"})
GLANCE: Final = "glance_"

AUDITED_SECONDS: Final = 10.0


def performed(person: Person, flow: Flow) -> None:
    """Perform a flow, and see that it led where it should and nowhere else, and that nothing was pressed but what was meant.

    Whatever paper came out was one of those pages'.
    """
    hall = person.hall
    shown, pressed, printed, meant = len(hall.path), len(hall.pressed), hall.prints, len(person.meant)
    flow(person)
    wanted = FLOWS[flow].split()

    def pages() -> list[str]:
        return [page for page in hall.path[shown:] if page not in IN_PASSING and not page.startswith(GLANCE)]

    hall.waits(lambda: pages() == wanted, lambda: f"{wanted} in {pages()}", AUDITED_SECONDS)
    did, would = hall.pressed[pressed:], person.meant[meant:]
    assert did == would, f"{did} was pressed, and {would} was meant"
    papers = hall.prints - printed
    assert papers == sum(page in PRINTING for page in wanted), f"{papers} papers came out over {wanted}"
