"""One request to one address: what came back, as it came, or why nothing did.

No address inside a private network is asked unless the user allows it: every name is looked up first, and the
connection goes to the very number that was checked. Redirects are not followed here.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
import urllib.request
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, NewConnectionError, SSLError, TimeoutError
from urllib3.util import Url, parse_url

PORTS = {"http": 80, "https": 443}
CHUNK = 65_536  # bytes read at a time


class FetchError(ValueError):
    """No page came back; `again` says whether a later try may succeed."""

    def __init__(self, problem: str, *, again: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.again = again


@dataclass(frozen=True)
class Response:
    """What a server answered: status, headers, and the bytes as they were sent."""

    url: str
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    at: datetime
    ip: str | None
    request: list[tuple[str, str]]

    def header(self, name: str) -> str:
        """A header's value, empty if it was not sent.

        >>> sent = [("Content-Type", "text/html")]
        >>> Response("", 200, "OK", sent, b"", datetime.now(UTC), None, []).header("content-type")
        'text/html'
        """
        return next((value for key, value in self.headers if key.lower() == name), "")

    def unpacked(self, most: int) -> bytes:
        """The first bytes of the body, unpacked where they were sent packed."""
        if self.header("content-encoding").strip().lower() not in ("gzip", "x-gzip", "deflate"):
            return self.body[:most]
        for bits in (47, -15):  # gzip or zlib by its own header, or bare deflate
            with contextlib.suppress(zlib.error):
                return zlib.decompressobj(bits).decompress(self.body, most)
        return b""

    def asked_to_wait(self) -> float | None:
        """The seconds that Retry-After asks to wait; None if it asks nothing.

        >>> sent = [("Retry-After", "Sat, 01 Mar 2031 10:00:30 GMT")]
        >>> Response("", 503, "", sent, b"", datetime(2031, 3, 1, 10, tzinfo=UTC), None, []).asked_to_wait()
        30.0
        """
        value = self.header("retry-after").strip()
        if value.isdigit():
            return float(value)
        try:
            moment = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self.at).total_seconds())


@dataclass(frozen=True)
class Client:
    """Asks servers for pages.

    Parameters
    ----------
    agent
        The User-Agent sent.
    timeout
        Seconds to wait for a connection, and for the next bytes.
    longest
        Seconds that one answer may take in all.
    most
        Bytes that one answer may have.
    private
        Whether addresses inside private networks are asked.
    """

    agent: str
    timeout: float = 30
    longest: float = 120
    most: int = 20_000_000
    private: bool = False

    def get(self, url: str) -> Response:
        """The answer to one request.

        Raises
        ------
        FetchError
            If none came, or one that is too large or too slow.
        """
        try:
            parts = parse_url(url)
        except LocationParseError as error:
            raise FetchError("it is no web address.") from error
        if parts.scheme not in PORTS or not parts.host:
            raise FetchError(f"it leads to {url[:80]!r}, which is no web address.")
        headers = [
            ("Host", parts.netloc.rpartition("@")[2] if parts.netloc else parts.host),
            ("User-Agent", self.agent),
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        proxy = _proxy(parts)
        numbers = [] if proxy and not _numeric(str(parts.host)) else self._numbers(parts)
        at = datetime.now(UTC)
        try:
            with self._opened(parts, proxy, numbers, dict(headers)) as (answer, ip):
                body = self._body(answer)
                return Response(
                    url,
                    answer.status,
                    answer.reason or "",
                    list(answer.headers.items()),
                    body,
                    at,
                    ip,
                    headers,
                )
        except NewConnectionError as error:  # which urllib3 counts among the time-outs
            raise FetchError(f"the connection failed ({_why(error)}).", again=True) from error
        except TimeoutError as error:
            raise FetchError(f"no answer within {self.timeout:g} seconds.", again=True) from error
        except SSLError as error:
            raise FetchError(f"its certificate or encryption cannot be trusted ({_why(error)}).") from error
        except (HTTPError, OSError) as error:
            raise FetchError(f"the connection failed ({_why(error)}).", again=True) from error

    def _numbers(self, parts: Url) -> list[str]:
        """The numbers a host's name stands for, each checked."""
        host = str(parts.host).strip("[]")
        port = parts.port or PORTS[str(parts.scheme)]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            again = error.errno == socket.EAI_AGAIN
            raise FetchError(f"there is no host {host} ({error.strerror}).", again=again) from error
        except (UnicodeError, ValueError) as error:
            raise FetchError(f"{host[:80]!r} is no host's name.") from error
        numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self.private and not all(map(public, numbers)):
            raise FetchError(
                f"{host} is inside a private network ({numbers[0]}). Such addresses are fetched only with "
                "--private."
            )
        return numbers

    def _opened(self, parts: Url, proxy: str | None, numbers: list[str], headers: dict[str, str]) -> Any:
        asked: dict[str, Any] = {
            "headers": headers, "retries": False, "redirect": False, "preload_content": False,
            "decode_content": False,
        }  # fmt: skip
        timeout = urllib3.Timeout(connect=self.timeout, read=self.timeout)
        if proxy:
            manager = urllib3.ProxyManager(proxy, timeout=timeout, ssl_context=_trusted())
            return _Opened(manager.request("GET", str(parts.url), **asked), None, manager.clear)
        target, port = parts.request_uri, parts.port or PORTS[str(parts.scheme)]
        for number in numbers:
            pool: urllib3.HTTPConnectionPool
            if parts.scheme == "https":
                host = str(parts.host).strip("[]")
                pool = urllib3.HTTPSConnectionPool(
                    number, port, timeout=timeout, ssl_context=_trusted(), assert_hostname=host,
                    server_hostname=host,
                )  # fmt: skip
            else:
                pool = urllib3.HTTPConnectionPool(number, port, timeout=timeout)
            try:
                return _Opened(pool.urlopen("GET", target, **asked), number, pool.close)
            except (HTTPError, OSError):
                pool.close()
                if number == numbers[-1]:
                    raise
        raise FetchError("it has no address.")

    def _body(self, answer: Any) -> bytes:
        begun, parts, size = time.monotonic(), [], 0
        for chunk in answer.stream(CHUNK, decode_content=False):
            parts.append(chunk)
            size += len(chunk)
            if size > self.most:
                raise FetchError(
                    f"it is larger than {self.most / 1e6:,.9g} MB, the limit for one page. Raise it with "
                    "--max-mb."
                )
            if time.monotonic() - begun > self.longest:
                raise FetchError(f"it was not whole after {self.longest:g} seconds.", again=True)
        return b"".join(parts)


class _Opened:
    """An answer that closes its connection behind it."""

    def __init__(self, answer: Any, number: str | None, close: Any) -> None:
        self._answer, self._number, self._close = answer, number, close

    def __enter__(self) -> tuple[Any, str | None]:
        return self._answer, self._number

    def __exit__(self, *_: object) -> None:
        self._answer.close()
        self._close()


def public(number: str) -> bool:
    """Whether an IP number is reachable by anyone, so that asking it reveals nothing of the user's network.

    >>> public("127.0.0.1"), public("10.0.0.7"), public("169.254.169.254"), public("::ffff:10.0.0.7")
    (False, False, False, False)
    >>> public("1.1.1.1")
    True
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or address
    return inner.is_global and not inner.is_multicast


def _proxy(parts: Url) -> str | None:
    """The proxy that the system asks to use for an address."""
    host = str(parts.host)
    return None if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get(str(parts.scheme))


def _numeric(host: str) -> bool:
    """Whether a host is named by its number, or is this machine."""
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(host.strip("[]")))
    return host == "localhost"


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates and Mozilla's: some installations of Python find no system's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _why(error: BaseException) -> str:
    """The innermost reason of an error, without addresses of objects."""
    while (inner := error.__cause__ or getattr(error, "reason", None)) and isinstance(inner, BaseException):
        error = inner
    text = getattr(error, "strerror", None) or str(error).rpartition("object at 0x")[2].partition(">: ")[2]
    return " ".join(str(text or error).split()).rstrip(".") or type(error).__name__
