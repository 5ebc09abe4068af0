"""The sheet that shows whether a printer prints: after a change of paper. About nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.statement.model import TITLES, Fields, Kind, Statement, Words
from kiosk.statement.model import Field as Labelled

if TYPE_CHECKING:
    from kiosk.statement.model import Issue


def trial_print(issue: Issue) -> Statement:
    """Make the 试打: whose machine it is, and what to look at."""
    return Statement(
        Kind.TEST_PRINT,
        TITLES[Kind.TEST_PRINT],
        "",
        issue,
        (
            Words("", ("字清楚，边上不缺，就行。",)),
            Fields("", (Labelled("打出的字", "0123456789"), Labelled("自助机", issue.terminal))),
        ),
        (),
    )
