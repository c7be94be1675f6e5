"""One request at a time to a running server, with exactly the headers that are given."""

import gzip
import http.client
import ssl
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

TIMEOUT_S = 60.0


class CannotReach(Exception):
    """Said to the person at the terminal as it is."""


class Reply(msgspec.Struct, frozen=True):
    """An answer as it came; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        return self.headers.get("content-encoding", "")

    def plain(self) -> bytes:
        """The body, unzipped. Raises ValueError for what is no gzip."""
        try:
            return gzip.decompress(self.body) if self.encoding == "gzip" else self.body
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError("the body is no gzip") from error

    def json(self) -> Any:
        """Raises ValueError."""
        try:
            return msgspec.json.decode(self.plain())
        except msgspec.DecodeError as error:
            raise ValueError(f"the body is no JSON: {error}") from error


Send = Callable[[str, str, Mapping[str, str], bytes], Reply]
"""(method, path, headers, body); never follows a redirect. Raises CannotReach."""


def line_to(url: str, *, is_any_certificate: bool = False) -> Send:
    """A line to the server at `url`. Raises CannotReach for what is no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotReach(f"“{url}” is no address: give it as https://host or http://host:port.")
    context = ssl.create_default_context()
    if is_any_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    host, prefix = parts.hostname, parts.path.rstrip("/")

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        made: http.client.HTTPConnection
        if parts.scheme == "https":
            made = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT_S, context=context)
        else:
            made = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_S)
        try:
            made.putrequest(method, prefix + path, skip_accept_encoding=True)
            for name, value in headers.items():
                made.putheader(name, value)
            made.putheader("content-length", str(len(body)))
            made.endheaders(body)
            got = made.getresponse()
            names = {name.lower(): value for name, value in got.getheaders()}
            return Reply(got.status, names, got.read())
        except (OSError, http.client.HTTPException) as error:
            raise CannotReach(f"{url} does not answer {method} {path}: {error}") from error
        finally:
            made.close()

    return send
