import subprocess
import sys

import pytest

from devices.vendor_card.frames import NOT_LOADED
from devices.vendor_card.process import BUILT_WORD
from kiosk.__main__ import VENDOR_CARD, main


def test_the_program_is_the_vendor_librarys_process_by_the_word_the_reader_starts_it_with() -> None:
    assert VENDOR_CARD == BUILT_WORD
    words = (sys.executable, "-m", "kiosk", VENDOR_CARD, "/nowhere/libSSCardDriver.so", "cdecl")
    ended = subprocess.run(words, input=b"3\n", capture_output=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stdout.startswith(b"%d " % NOT_LOADED)
    assert b"libSSCardDriver.so" in ended.stdout
    assert ended.stderr == b""


def test_nobody_is_told_of_that_word(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert VENDOR_CARD not in capsys.readouterr().out
