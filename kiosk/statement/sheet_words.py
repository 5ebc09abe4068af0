"""What stands beside a Chinese paper in another language besides what the paper says."""

from __future__ import annotations

from typing import Final

COUNTS: Final = "这一页帮您看懂中文单子。"
CHINESE_COUNTS: Final = "有不一样的，以中文单子为准。"
DRAFT: Final = "译文试用，还没有请人核对。"
CODE: Final = "单子编号"
SHEET_WORDS: Final = (COUNTS, CHINESE_COUNTS, DRAFT, CODE)
