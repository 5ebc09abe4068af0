from array import array
from collections.abc import Generator
from enum import Enum
from typing import Any

class MiniaudioError(Exception): ...
class DecodeError(MiniaudioError): ...

class Backend(Enum):
    NULL = ...

class SampleFormat(Enum):
    SIGNED16 = ...

class DecodedSoundFile:
    samples: array[int]

class Devices:
    backend: str
    def __init__(self, backends: list[Backend] | None = None) -> None: ...
    def get_playbacks(self) -> list[dict[str, Any]]: ...

class PlaybackDevice:
    def __init__(
        self,
        output_format: SampleFormat = ...,
        nchannels: int = 2,
        sample_rate: int = 44100,
        buffersize_msec: int = 200,
        device_id: object | None = None,
        backends: list[Backend] | None = None,
        app_name: str = "",
    ) -> None: ...
    def start(self, callback_generator: Generator[array[int], int]) -> None: ...
    def close(self) -> None: ...

def decode_file(
    filename: str, output_format: SampleFormat = ..., nchannels: int = 2, sample_rate: int = 44100
) -> DecodedSoundFile: ...
def decode(
    data: bytes, output_format: SampleFormat = ..., nchannels: int = 2, sample_rate: int = 44100
) -> DecodedSoundFile: ...
