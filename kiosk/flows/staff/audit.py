"""Who keeps watch reads the audit, checks it, and takes it along; nothing here changes a line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit.maintenance_events import Lines
from kiosk.books.books import Books
from kiosk.books.lines import Filter, Group
from kiosk.core.text import say
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.taking_along import take_along
from kiosk.screens.page_titles import page_titles
from kiosk.screens.staff.audit import (
    Asked,
    AuditWish,
    CrashWish,
    FilterWish,
    LinesWish,
    audit_lines,
    audit_menu,
    audit_verified,
    crash_reports,
    reading_crashes,
    reading_lines,
    taking_audit,
    taking_files,
    verifying_audit,
    which_day,
    which_kind,
    which_lines,
)
from kiosk.screens.staff.sign_in import enter_number
from kiosk.screens.staff.working import Stopped, books_shut

if TYPE_CHECKING:
    from kiosk.books.lines import Place
    from kiosk.flows.staff.service import OnDuty


async def audit(duty: OnDuty) -> Stay:
    """Do what is wanted until somebody goes back to the menu."""
    while True:
        wish = await audit_menu(duty.member)
        if wish is AuditWish.ENOUGH:
            return Stay.MENU
        try:
            await _do(duty, wish)
        except OSError:
            await books_shut()


async def _do(duty: OnDuty, wish: AuditWish) -> None:
    if wish is AuditWish.READ:
        await _read(duty)
    elif wish is AuditWish.VERIFY:
        verified = await verifying_audit(duty.member, duty.hall.note)
        if not isinstance(verified, Stopped):
            await audit_verified(verified)
    elif wish is AuditWish.TAKE:
        await take_along(duty, say("记录"), lambda stick: taking_audit(stick, duty.member, duty.hall.note))
    else:
        await _crashes(duty)


async def _read(duty: OnDuty) -> None:
    asked = Asked()
    begin: Place | None = None
    while True:
        some = await reading_lines(asked, begin, duty.hall.today)
        wish = await audit_lines(some, asked, page_titles(), duty.member)
        if wish is LinesWish.ENOUGH:
            return
        if wish is LinesWish.EARLIER:
            begin = some.earlier
        else:
            asked, begin = await _asked(), None


async def _asked() -> Asked:
    wish = await which_lines()
    if wish is FilterWish.TROUBLE:
        return Asked(Filter(Group.TROUBLE))
    if wish is FilterWish.KIND:
        return Asked(Filter(await which_kind()))
    if wish is FilterWish.STAFF:
        return Asked(Filter(staff=await enter_number()))
    return Asked(day=await which_day()) if wish is FilterWish.DAY else Asked()


async def _crashes(duty: OnDuty) -> None:
    crashes = await reading_crashes()
    if await crash_reports(crashes, duty.member) is CrashWish.TAKE:
        member, note = duty.member, duty.hall.note
        await take_along(
            duty,
            say("出错报告"),
            lambda stick: taking_files(stick, Lines.LOG, "crashes", Books.crash_files, member=member, note=note),
        )
