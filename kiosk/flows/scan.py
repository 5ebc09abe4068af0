"""Checking a paper by its code, at the terminal itself."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from devices.errors import DeviceError
from kiosk.screens.scan import ScanWish, paper_checked, scan_paper, scanner_broken
from kiosk.statement.verify import Checked, Keyring, check_code
from kiosk.store.signing import KeyringDamaged, read_keyring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.flows.hall import Hall
    from kiosk.store.signing import PublicKey


async def check_paper(hall: Hall) -> None:
    """Let as many papers be scanned as somebody likes."""

    def check(code: str) -> Checked:
        ring: Mapping[int, PublicKey] = {}
        # With a damaged keyring nothing can be known; the technician is told where statements are signed.
        with contextlib.suppress(KeyringDamaged):
            ring = read_keyring(hall.config.data)
        public = {key_id: key.public for key_id, key in ring.items()}
        return check_code(code, Keyring(public, valid_days=hall.policy.code_valid_days), hall.today())

    while True:
        try:
            answer = await scan_paper(hall.places, check)
        except DeviceError:
            if await scanner_broken(hall.places) is not None:
                return
            continue
        if isinstance(answer, ScanWish):
            return
        await paper_checked(hall.places, answer, electronic=hall.takes_electronic_cards)
