"""Names for synthetic people: of every length, with compound surnames, `·`, and characters few fonts have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.roles import Sex

if TYPE_CHECKING:
    from random import Random

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_COMPOUND: Final = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "令狐", "慕容", "司徒", "夏侯", "轩辕")
_GIVEN: Final = {
    Sex.FEMALE: "芳英兰秀珍玉桂凤梅莲霞红素淑华云琴娥翠香菊月爱荣春彩巧慧丽萍燕敏静娟艳琳雪玲瑞贞",
    Sex.MALE: "国建志明德福永军强伟平生林海山东文武成刚忠义庆光荣富贵友根宝祥瑞峰杰勇波辉龙宁安学发良",
}
# Characters outside the basic plane, as they stand in people's names: CJK extensions B, C, D, E and F.
_RARE: Final = "𠮷𤧛𣲗𣗋𪨰𫖯𫍯𫄸𫞩𫟅𬱖𬍛𬭊𬀩𬴊𬎆𭉨𮧵"
_UYGHUR: Final = (
    "阿卜杜热合曼",
    "买买提",
    "阿依古丽",
    "艾力",
    "古丽娜尔",
    "吐尔逊",
    "帕提古丽",
    "热依汗",
    "玉素甫",
    "库尔班江",
)
_TIBETAN: Final = ("扎西", "卓玛", "次仁", "央金", "多吉", "拉姆", "平措", "德吉", "旺堆", "白玛")
ID_CARD_UNITS: Final = 15
"""UTF-16 units the name field of an ID card has room for."""


def name_and_nation(random: Random, sex: Sex) -> tuple[str, str]:
    """Make up a name and the nation it goes with."""
    kind = random.random()
    if kind < 0.03:  # noqa: PLR2004 - shares of kinds
        return _fitting(f"{random.choice(_UYGHUR)}·{random.choice(_UYGHUR)}"), "维吾尔"
    if kind < 0.05:  # noqa: PLR2004 - as above
        return random.choice(_TIBETAN) + random.choice(_TIBETAN), "藏"
    surname = random.choice(_COMPOUND) if kind < 0.07 else random.choice(_SURNAMES)  # noqa: PLR2004 - as above
    given = "".join(random.choices(_GIVEN[sex], k=random.choice((1, 2, 2, 2))))
    if kind > 0.985:  # noqa: PLR2004 - as above
        given = given[:-1] + random.choice(_RARE)
    return surname + given, random.choice(("汉",) * 17 + ("回", "壮", "满"))


def units(text: str) -> int:
    """Return how many UTF-16 units a text takes on a card."""
    return len(text.encode("utf-16-le")) // 2


def _fitting(name: str) -> str:
    return name[:ID_CARD_UNITS]
