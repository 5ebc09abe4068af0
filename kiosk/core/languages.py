"""The languages there are: each named in its own script, with what its script asks of the screen.

Chinese is what everything is written in; the others are catalogues of `assets/languages`. One that no native reader has signed
is a draft, and says so.
"""

from __future__ import annotations

import gettext
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.assets import ROOT
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHINESE: Final = "zh"
LINE_SPACING: Final = 1.4
"""MIIT ageing-friendly rule: at least 1.3."""
CATALOGUES: Final = ROOT / "languages"
SIGNED_BY: Final = "X-Signed-By"
"""The field of a catalogue's header that names the native reader who signed it; empty: a draft."""


@dataclass(frozen=True)
class Language:
    """A language: its code, its name in its own script and in Chinese, and how its script is written.

    `fonts` are files under `assets/fonts`, none where Noto Sans SC has every letter. `spacing` is how far apart lines are in
    ems, because Tibetan stacks and Arabic vowels need more than Chinese; `reach` is how far letters go above and below their
    line in ems, None for as far as Chinese; `rise` is how much higher in its room a line stands than a Chinese one, so that
    letters that hang below it have air. A `vertical` script stands in columns, the first left. `thicker` is for a script whose
    only font is lighter than the Chinese one: so many ems wider every stroke is drawn, in regular text and in bold. `also` are
    other names that somebody may write in its code's place.
    """

    code: str
    name: str
    chinese: str
    right_to_left: bool = False
    vertical: bool = False
    thicker: tuple[float, float] | None = None
    fonts: tuple[str, ...] = ()
    spacing: float = LINE_SPACING
    reach: tuple[float, float] | None = None
    rise: float = 0.0
    also: tuple[str, ...] = ()


_NASKH: Final = (
    "noto-naskh-arabic-ui/NotoNaskhArabicUI-Regular.ttf",
    "noto-naskh-arabic-ui/NotoNaskhArabicUI-Bold.ttf",
)

_LATIN: Final = 0.08

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language(CHINESE, "中文", "中文", also=("chinese", "cn")),
            Language("en", "English", "英语", also=("english",), rise=_LATIN),
            Language(
                "ug",
                "ئۇيغۇرچە",
                "维吾尔语",
                also=("uyghur", "uighur"),
                right_to_left=True,
                fonts=_NASKH,
                spacing=1.5,
            ),
            Language(
                "kk",
                "قازاقشا",
                "哈萨克语",
                also=("kazakh", "kz"),
                right_to_left=True,
                fonts=_NASKH,
                spacing=1.5,
            ),
            Language(
                "bo",
                "བོད་ཡིག",
                "藏语",
                also=("tibetan", "ti"),
                fonts=(
                    "noto-serif-tibetan/NotoSerifTibetan-Regular.ttf",
                    "noto-serif-tibetan/NotoSerifTibetan-Bold.ttf",
                ),
                spacing=2.0,
                reach=(1.2, 0.76),
            ),
            Language(
                "mn",
                "ᠮᠣᠩᠭᠣᠯ",
                "蒙古语",
                also=("mongolian", "mong"),
                vertical=True,
                fonts=("noto-sans-mongolian/NotoSansMongolian-Regular.ttf",),
                reach=(1.0, 0.3),
            ),
            Language(
                "ko",
                "한국어",
                "朝鲜语",
                also=("korean", "kr"),
                fonts=("nanum-square/NanumSquareR.ttf", "nanum-square/NanumSquareB.ttf"),
            ),
            Language(
                "ii",
                "ꆈꌠꉙ",
                "彝语",
                also=("yi", "nuosu"),
                thicker=(0.015, 0.022),
                fonts=("noto-sans-yi/NotoSansYi-Regular.ttf",),
            ),
            Language("za", "Vahcuengh", "壮语", also=("zhuang",), rise=_LATIN),
        )
    }
)
"""Every language by its code, in the order in which they are offered."""


def catalogue(code: str, folder: Path = CATALOGUES) -> Path:
    """Return where the compiled catalogue of a language is, whether it is there or not."""
    return folder / code / "LC_MESSAGES" / "yiban.mo"


def signed_by(code: str, folder: Path = CATALOGUES) -> str:
    """Return who signed a catalogue; empty for a draft, and where there is none."""
    try:
        with catalogue(code, folder).open("rb") as file:
            return gettext.GNUTranslations(file).info().get(SIGNED_BY.lower(), "").strip()
    except OSError:
        return ""


def on_offer(codes: tuple[str, ...], folder: Path = CATALOGUES) -> tuple[tuple[Language, bool], ...]:
    """Return the languages of these codes, each with whether it is a draft; those without a catalogue are left out.

    Chinese is always the first.
    """
    return tuple(
        (language, code != CHINESE and not signed_by(code, folder))
        for code, language in LANGUAGES.items()
        if code == CHINESE or (code in codes and catalogue(code, folder).exists())
    )
