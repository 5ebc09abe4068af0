from collections.abc import Sequence

class Voice:
    id: str
    name: str
    languages: Sequence[str] | None
