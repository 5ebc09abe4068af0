"""Reading and writing `kiosk.toml`: typed, and strict enough that a slip of the pen is found before anybody stands there.

`changing` changes one that is there, `explaining` tells what each key means; both are imported only when they are wanted.
"""

from kiosk.settings.reading import SettingsError, parsed, read
from kiosk.settings.writing import HEADING, quoted, written

__all__ = ["HEADING", "SettingsError", "parsed", "quoted", "read", "written"]
