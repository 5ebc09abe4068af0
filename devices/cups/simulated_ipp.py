"""As much of IPP, byte by byte, as the simulated printer's own inside needs: the product speaks it by pycups.

02 00  operation  request-id  01  (tag  length name  length value)*  03  document
Source: RFC 8010, 3.1.1
"""

from __future__ import annotations

import http.client
import struct
from typing import Final

PRINT_JOB: Final = 0x0002
GET_JOB_ATTRIBUTES: Final = 0x0009
_INTEGER: Final = 0x21
_NAME: Final = 0x42
_URI: Final = 0x45
_CHARSET: Final = 0x47
_LANGUAGE: Final = 0x48
_MIME: Final = 0x49
PATH: Final = "/ipp/print"


def request(operation: int, port: int, *attributes: bytes, document: bytes = b"") -> bytes:
    """Make a request to the printer at a port of this machine."""
    head = struct.pack(">BBHI", 2, 0, operation, 1)
    return b"".join(
        (
            head,
            b"\x01",
            _attribute(_CHARSET, "attributes-charset", b"utf-8"),
            _attribute(_LANGUAGE, "attributes-natural-language", b"en"),
            _attribute(_URI, "printer-uri", f"ipp://localhost:{port}{PATH}".encode()),
            *attributes,
            b"\x03",
            document,
        )
    )


def job_id(number: int) -> bytes:
    """The attribute that says which job."""
    return _attribute(_INTEGER, "job-id", struct.pack(">i", number))


def job_of(answer: bytes) -> int | None:
    """Return the number of the job an answer tells of, None if of none."""
    mark = struct.pack(">BH", _INTEGER, len("job-id")) + b"job-id" + struct.pack(">H", 4)
    _, found, rest = answer.partition(mark)
    return int.from_bytes(rest[:4]) if found else None


def document_format(mime: str) -> bytes:
    """The attribute that says what the document is."""
    return _attribute(_MIME, "document-format", mime.encode())


def job_name(name: str) -> bytes:
    """The attribute that names the job."""
    return _attribute(_NAME, "job-name", name.encode())


def ask(port: int, body: bytes) -> bytes:
    """Send a request and return the answer. Raises `OSError` and `HTTPException`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", PATH, body, {"Content-Type": "application/ipp"})
        return connection.getresponse().read()
    finally:
        connection.close()


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
