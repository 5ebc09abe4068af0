"""Who may see the desk's page: whoever knows the hall's token, or has a cookie made with it. Guessing gets slower each time.

The token itself never travels in an address, and is never kept by a browser: after the first use a cookie stands for it, good
for a month, made by HMAC-SHA256 under the token. Another token makes every cookie worthless.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.core.clock import Clock

COOKIE: Final = "yiban_desk"
COOKIE_SECONDS: Final = 30 * 24 * 3600
FIRST_WAIT_SECONDS: Final = 1.0
LONGEST_WAIT_SECONDS: Final = 60.0
_MOST_ADDRESSES: Final = 256
_PURPOSE: Final = b"yiban desk cookie 1\0"


class Guard:
    """See the module. Called by the server's threads one at a time."""

    def __init__(self, token: str, clock: Clock) -> None:
        self._token = token.encode()
        self._clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait_seconds(self, address: str) -> float:
        """How long nobody at this address may try a token."""
        until = self._wrong.get(address, (0, 0.0))[1]
        return max(0.0, until - self._clock.monotonic())

    def knows(self, address: str, token: str) -> bool:
        """Whether this is the token. While the address has to wait, no token is the right one."""
        if self.wait_seconds(address) > 0:
            return False
        if hmac.compare_digest(self._token, token.encode("utf-8", "surrogateescape")):
            self._wrong.pop(address, None)
            return True
        count = self._wrong.pop(address, (0, 0.0))[0] + 1
        if len(self._wrong) >= _MOST_ADDRESSES:
            del self._wrong[next(iter(self._wrong))]
        wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(count - 1, 10))
        self._wrong[address] = (count, self._clock.monotonic() + wait)
        return False

    def cookie(self) -> str:
        """Make a cookie's value: until when it is good, and the proof."""
        until = str(int(self._clock.now().timestamp()) + COOKIE_SECONDS)
        return f"{until}.{self._proof(until)}"

    def admits(self, cookie: str) -> bool:
        """Whether this is a cookie of ours that is still good."""
        until, _, proof = cookie.partition(".")
        ours = hmac.compare_digest(self._proof(until).encode(), proof.encode("utf-8", "surrogateescape"))
        return ours and until.isdecimal() and int(until) >= self._clock.now().timestamp()

    def _proof(self, until: str) -> str:
        said = _PURPOSE + until.encode("utf-8", "surrogateescape")
        return hmac.new(self._token, said, hashlib.sha256).hexdigest()
