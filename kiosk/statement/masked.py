"""How a name is covered on a paper that may be left lying about."""

from __future__ import annotations

from typing import Final

_SURNAMES: Final = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 "
    "皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 "
    "子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    "段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 "
    "左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 "
    "褚师 吴铭 纳兰 归海"
)
_COMPOUND: Final = frozenset(_SURNAMES.split(" "))
"""Compound surnames (复姓) of 百家姓 and after; a surname missing here is covered after its first character, never less."""


def masked_name(name: str) -> str:
    """Cover a name: 张* for two characters, 张*国 for three and more, 欧阳**; after `·` only the first part stays.

    A Latin name keeps its first letter.
    """
    name = name.strip()
    first, dot, _ = name.partition("·")
    if dot:
        return f"{first}·**"
    if name.isascii():
        return f"{name[:1]}**"
    if name[:2] in _COMPOUND and len(name) > 2:  # noqa: PLR2004 - a compound surname has two characters
        return name[:2] + "*" * (len(name) - 2)
    if len(name) > 2:  # noqa: PLR2004 - a given name of two characters shows its last
        return name[0] + "*" * (len(name) - 2) + name[-1]
    return name[:1] + "*"
