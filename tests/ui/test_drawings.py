"""The drawings of the terminal: the place to touch is where the configuration says, and arrows lead in to put, out to take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import ImageChops

from kiosk.core.config import Config, PanelConfig, PlaceConfig
from kiosk.core.page import Picture, Slot, Wait
from kiosk.core.people import Presentation, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.screens import insert_social_card, paper_trouble, place_id_card, printing, scan, take_paper, take_social_card
from kiosk.statement.model import Paper
from kiosk.ui.sides import Side, Sides, side_in, sides_for
from kiosk.ui.window import Window
from tests.gallery.hanging import PANELS, Listener, picture_of, silent, virtual_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from kiosk.core.page import Page

pytestmark = pytest.mark.usefixtures("qapp")
GO: Final = (0x0B, 0x4A, 0x30)
TEXT: Final = (0x1B, 0x1F, 0x24)
NEAR: Final = 12
"""How far a pixel's colour may lie from a role's."""
WORDS: Final = {Side.LEFT: "屏幕左下方亮灯处", Side.RIGHT: "机器右侧", Side.BELOW: "屏幕下面"}
SHARES: Final = {Side.LEFT: (0.0, 0.38), Side.BELOW: (0.38, 0.62), Side.RIGHT: (0.62, 1.0)}
"""Where on the machine's breadth the lit place is."""

PUT_OR_TAKEN: Final = {
    Slot.ID_READER: (Picture.PLACE_CARD, Picture.READING, Picture.SLEEVE, Picture.TAKE_CARD),
    Slot.CARD_SLOT: (Picture.INSERT_CARD, Picture.TURN_CARD, Picture.PULL_CARD, Picture.READING_SLOT),
    Slot.RECEIPT: (Picture.TAKE_PAPER, Picture.PRINTING),
    Slot.DOCUMENT: (Picture.TAKE_PAPER, Picture.PRINTING),
    Slot.SCANNER: (Picture.SCAN_CODE,),
}
FIELDS: Final = {
    Slot.ID_READER: "id_reader",
    Slot.CARD_SLOT: "card_slot",
    Slot.RECEIPT: "receipt_slot",
    Slot.DOCUMENT: "document_slot",
    Slot.SCANNER: "scanner",
}
CASES: Final = [
    pytest.param(slot, picture, side, id=f"{slot}-{picture}-{side}")
    for slot, pictures in PUT_OR_TAKEN.items()
    for picture in pictures
    for side in Side
]


def drawn(page: Page[object], places: PlaceConfig) -> Image:
    """Return the drawing of a page at a terminal with these places."""
    width, height, width_mm, height_mm = PANELS[0]
    config = Config(panel=PanelConfig(width_mm=width_mm, height_mm=height_mm), places=places)
    window = Window(
        config, Listener(), virtual_clock(), languages={}, fullscreen=False, size=(width, height), sound=silent
    )
    window.open()
    window.show(Showing(Ticket(1), page, Presentation(theme=Theme.DEFAULT)))
    box = window.screen.pieces["picture"].geometry()
    picture = picture_of(window).crop((box.left(), box.top(), box.right() + 1, box.bottom() + 1))
    window.close()
    return picture


def mask(picture: Image, colour: tuple[int, int, int]) -> Image:
    """Return white where a picture has a colour, black elsewhere."""
    bands = [
        band.point([255 if abs(value - level) <= NEAR else 0 for value in range(256)])
        for band, level in zip(picture.convert("RGB").split(), colour, strict=True)
    ]
    return ImageChops.darker(ImageChops.darker(bands[0], bands[1]), bands[2])


def lit(picture: Image) -> tuple[float, float]:
    """Return from where to where the lit things at the lower part of the machine go, as shares of its breadth."""
    body = mask(picture, TEXT).getbbox()
    assert body is not None
    left, top, right, bottom = body
    found = mask(picture, GO).crop((left, round(top + 0.55 * (bottom - top)), right, bottom)).getbbox()
    assert found is not None
    return found[0] / (right - left), found[2] / (right - left)


@pytest.mark.parametrize(("slot", "picture", "side"), CASES)
def test_what_is_lit_is_on_the_side_that_people_are_told(slot: Slot, picture: Picture, side: Side) -> None:
    others = dict.fromkeys(FIELDS.values(), WORDS[Side.RIGHT if side is Side.LEFT else Side.LEFT])
    places = PlaceConfig(**{**others, FIELDS[slot]: WORDS[side]})  # type: ignore[arg-type]
    page: Page[object] = Wait(name="looks", title=say("请看图"), picture=picture, hand=slot)
    first, last = lit(drawn(page, places))
    least, most = SHARES[side]
    assert least <= (first + last) / 2 <= most


def leads_out(picture: Image) -> bool:
    """Whether the arrow, the lowest thing that is lit, has its point below."""
    rows = mask(picture, GO)
    wide = [rows.crop((0, y, rows.width, y + 1)).histogram()[255] for y in range(rows.height)]
    last = max(y for y, count in enumerate(wide) if count)
    first = max((y for y in range(last) if not wide[y]), default=-1) + 1
    near = (last - first) // 12
    return wide[last - near] < wide[first + near]


@pytest.mark.parametrize(
    ("picture", "out"),
    [
        (Picture.TAKE_PAPER, True),
        (Picture.PRINTING, True),
        (Picture.PULL_CARD, True),
        (Picture.INSERT_CARD, False),
    ],
)
def test_an_arrow_leads_in_to_put_and_out_to_take(picture: Picture, out: bool) -> None:  # noqa: FBT001 - a case
    page: Page[object] = Wait(name="looks", title=say("请看图"), picture=picture)
    assert leads_out(drawn(page, PlaceConfig())) is out


def test_paper_and_reader_under_the_screen_are_both_drawn() -> None:
    below = PlaceConfig(id_reader=WORDS[Side.BELOW], receipt_slot=WORDS[Side.BELOW])
    first, last = lit(drawn(take_paper.take_paper(Paper.SLIP, below), below))
    assert SHARES[Side.BELOW][0] < (first + last) / 2 < SHARES[Side.BELOW][1]


def test_no_arrow_sends_a_person_to_where_paper_is_missing() -> None:
    page: Page[object] = Wait(name="looks", title=say("请看图"), picture=Picture.NO_PAPER)
    assert mask(drawn(page, PlaceConfig()), GO).getbbox() is None


BOTH = PlaceConfig(receipt_slot="屏幕左下方的小口", document_slot="机器右侧的出纸口")
OF_PAPER: Final[tuple[Callable[[Paper], Page[Any]], ...]] = (
    lambda paper: printing.preparing(paper, lambda: printing._SLIP),
    lambda paper: printing.printing(paper, printing._SLIP, BOTH),
    lambda paper: take_paper.take_paper(paper, BOTH),
    lambda paper: take_paper.paper_left(paper, BOTH),
    lambda paper: take_paper.still_in_mouth(paper, BOTH),
    lambda paper: paper_trouble.no_paper(paper, BOTH),
    lambda paper: paper_trouble.paper_out(paper, BOTH),
    lambda paper: paper_trouble.still_no_paper(paper, BOTH),
    lambda paper: paper_trouble.half_sheet(paper, BOTH),
    paper_trouble.clearing,
    lambda paper: paper_trouble.end_not_known(paper, BOTH),
    paper_trouble.print_again,
)


@pytest.mark.parametrize("make", OF_PAPER)
def test_every_page_about_a_paper_shows_that_papers_own_slot(make: Callable[[Paper], Page[Any]]) -> None:
    assert sides_for(BOTH, make(Paper.SHEET)).paper is Side.RIGHT
    assert sides_for(BOTH, make(Paper.SLIP)).paper is Side.LEFT


def test_the_pages_of_the_other_slots_show_their_own() -> None:
    far = PlaceConfig(id_reader=WORDS[Side.LEFT], card_slot=WORDS[Side.LEFT], scanner=WORDS[Side.RIGHT])
    cards = (insert_social_card.insert_social_card(far, identity=True), take_social_card.take_social_card())
    for page in cards:
        assert page.picture in PUT_OR_TAKEN[Slot.CARD_SLOT]
        assert lit(drawn(page, far))[1] < SHARES[Side.LEFT][1]
    assert lit(drawn(place_id_card.place_id_card(far, social=True), far))[0] < SHARES[Side.LEFT][1]
    code = next(page for page in scan.EXAMPLES.values() if page.picture is Picture.SCAN_CODE)
    assert lit(drawn(code, far))[0] > SHARES[Side.RIGHT][0]


@pytest.mark.parametrize(
    ("reader", "card"), [("右边亮灯的地方", Side.LEFT), ("左边亮灯的地方", Side.RIGHT), ("屏幕下面", Side.RIGHT)]
)
def test_words_that_name_no_side_put_the_card_opposite_of_the_reader(reader: str, card: Side) -> None:
    page = take_social_card.take_social_card()
    places = PlaceConfig(id_reader=reader)
    assert places.card_slot == "卡口"
    assert sides_for(places, page).card is card
    assert sides_for(replace(places, card_slot="屏幕中间"), page).card is Side.BELOW


def test_the_sides_are_read_out_of_the_words() -> None:
    assert side_in("右边亮灯的地方") is Side.RIGHT
    assert side_in("屏幕左下方的小口") is Side.LEFT
    assert side_in("屏幕下面", Side.LEFT) is Side.BELOW
    assert side_in("卡口", Side.LEFT) is Side.LEFT
    assert sides_for(PlaceConfig(), take_paper.take_paper(Paper.SHEET, PlaceConfig())) == Sides()
