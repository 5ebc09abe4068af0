"""Every flow, the pages it leads over between home and home, and how one is performed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.accessibility import flows, staff_flows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.accessibility.people import Person

    Flow = Callable[[Person], None]

LEAVES: Final = "everything_in_hand goodbye"
ENDS: Final = f"take_paper anything_else rating {LEAVES}"
PAPER: Final = f"which_paper printing {ENDS}"
SIGN_IN: Final = "staff_card staff_number staff_pin staff_menu"
BOTH_AGREE: Final = "two_people staff_pin second_person staff_card staff_number staff_pin"
PHONE: Final = "place_id_card no_card show_electronic_card"
RECORD: Final = f"place_id_card choose_year review_yearly_record {PAPER}"
FLOWS: Final[Mapping[Flow, str]] = {
    flows.payment: "place_id_card payment_paid every_month months_as_bars every_month payment_paid modes payment_paid "
    f"{PAPER}",
    flows.certification: "place_id_card certification_due how_to_certify certify_at_window how_to_certify certification_due "
    "everything_in_hand",
    flows.yearly_record_on_a_slip: RECORD,
    flows.yearly_record_on_a_sheet: RECORD,
    flows.simple_yearly_record: f"place_id_card review_yearly_record printing take_paper anything_else {LEAVES}",
    flows.why_more: "what_else payment_paid every_month why_more every_month every_month everything_in_hand",
    flows.another_year: "place_id_card choose_year review_yearly_record choose_year review_yearly_record "
    "everything_in_hand",
    flows.paper_checked: f"{RECORD} more privacy more scan_paper code_ours scan_paper",
    flows.social_card: "place_id_card take_social_card payment_paid everything_in_hand",
    flows.no_card: "place_id_card no_card everything_in_hand",
    flows.help_called_and_called_off: "help_called help_called_off",
    staff_flows.unwell: f"help_called unwell {SIGN_IN}",
    flows.read_aloud_and_covered: "place_id_card payment_paid read_aloud_consent payment_paid everything_in_hand",
    flows.modes: "",
    flows.pictures: "what_else payment_paid made_of payment_paid what_else choose_year review_yearly_record years_paid "
    "review_yearly_record account_growth review_yearly_record everything_in_hand",
    flows.hearing: "hearing",
    flows.paper_is_out: f"place_id_card payment_paid printing {ENDS}",
    flows.still_there: "place_id_card still_there place_id_card everything_in_hand",
    flows.unreadable_card: "place_id_card put_flat take_off_sleeve card_worn everything_in_hand",
    flows.another_language: "languages place_id_card payment_paid modes languages modes payment_paid modes languages modes "
    "payment_paid everything_in_hand",
    flows.left_in_english: "languages what_else everything_in_hand",
    flows.a_years_statement: "what_else payment_paid every_month review_payment_year choose_year review_payment_year "
    f"{PAPER}",
    flows.electronic_card: f"{PHONE} not_an_electronic_card show_electronic_card payment_paid everything_in_hand {PHONE} "
    "electronic_card_unknown everything_in_hand",
    flows.pensions_that_wait: "what_else payment_sent everything_in_hand what_else payment_too_old everything_in_hand "
    "what_else ask_in_person everything_in_hand what_else pension_not_begun everything_in_hand what_else "
    f"payment_returned printing {ENDS}",
    flows.certifications: "what_else certification_ok everything_in_hand what_else certified_silently everything_in_hand "
    "what_else certification_overdue everything_in_hand what_else certification_suspended everything_in_hand what_else "
    "certification_pending everything_in_hand what_else certification_unknown everything_in_hand what_else "
    "certification_not_needed everything_in_hand what_else certification_due how_to_certify certify_at_home "
    "everything_in_hand",
    flows.for_the_window: "not_found everything_in_hand card_out_of_date everything_in_hand",
    flows.wrong_cards: "other_card lifted_early what_else payment_paid another_card payment_paid everything_in_hand "
    "other_document everything_in_hand",
    flows.wrong_social_cards: "place_id_card no_card insert_social_card not_a_social_card turned_round chip_mute "
    "everything_in_hand take_social_card card_region_unknown everything_in_hand",
    flows.nobody_came_yet: "help_called help_called_again help_called help_called_off",
    flows.strange_code: "more scan_paper code_unknown scan_paper",
    flows.walks_away: "what_else payment_paid still_there gone",
    staff_flows.staff_signs_in: SIGN_IN,
    staff_flows.paper_is_changed: f"{SIGN_IN} which_printer put_paper trial_print is_it_clear paper_is_new staff_menu",
    staff_flows.presence_is_registered: f"{SIGN_IN} place_id_card same_person_as_card may_presence_be_registered "
    "presence_registered printing take_paper everything_in_hand goodbye",
    staff_flows.devices_are_looked_at: f"{SIGN_IN} maintenance staff_menu",
    staff_flows.a_visit_is_helped: f"what_else payment_paid {SIGN_IN} payment_paid show_staff payment_paid helped payment_paid "
    "everything_in_hand",
    staff_flows.somebody_is_helped: f"{SIGN_IN} place_id_card payment_paid show_staff payment_paid helped everything_in_hand",
    staff_flows.a_number_is_typed: f"{SIGN_IN} enter_id_number original_in_hand what_else show_staff what_else payment_paid "
    "everything_in_hand",
    staff_flows.a_mandate_is_used_and_taken_back: f"{SIGN_IN} acting_for two_cards put_card_absent put_card_agent "
    "relation_stated tick_errands tick_errands until_when compare_paper write_number take_cards mandate_menu which_paper "
    f"printing take_paper mandate_menu everything_in_hand {SIGN_IN} acting_for put_card_present mandates_there_are "
    "mandate_taken_back no_mandates staff_menu",
    staff_flows.figures_and_prints: f"{SIGN_IN} day_counts day_counts which_paper printing take_paper day_counts staff_menu "
    "prints_of_the_day print_journal prints_of_the_day staff_menu",
    staff_flows.records_are_checked: f"{SIGN_IN} staff_records records_whole staff_records staff_menu",
    staff_flows.readiness_is_reported: f"{SIGN_IN} readiness readiness which_paper printing take_paper readiness staff_menu",
    staff_flows.the_audit_is_read_and_taken_along: f"{SIGN_IN} audit_menu audit_lines which_lines audit_lines audit_menu "
    f"audit_whole audit_menu crash_reports audit_menu no_stick {BOTH_AGREE} pull_out audit_menu staff_menu",
    staff_flows.somebody_joins_and_leaves: f"{SIGN_IN} staff_list new_staff_number which_role their_card first_pin staff_list "
    "staff_member sure_to_remove roll_removed staff_list staff_menu",
    staff_flows.another_key_is_made: f"{SIGN_IN} another_key {BOTH_AGREE} key_made staff_menu",
    staff_flows.a_pin_is_changed: f"{SIGN_IN} staff_pin new_pin new_pin_again roll_pin_changed staff_menu",
    staff_flows.service_is_paused: f"{SIGN_IN} maintenance pause_reason pause_until pause_begun maintenance paused {SIGN_IN} "
    "maintenance pause_ended maintenance",
}
"""Whoever presses something else sees another page."""
IN_PASSING: Final = frozenset(
    {
        "home", "look_up", "signing_in", "looking_into_slot", "preparing_slip", "preparing_sheet", "printed_before",
        "waiting_ready", "counting_paper", "registering_presence", "maintenance_begins", "data_reaches",
        "asking_device", "asking_records", "asking_books", "asking_roll", "checking_records", "verifying_audit",
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
