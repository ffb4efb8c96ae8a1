"""Politeness: what robots.txt allows, and the pauses between requests to one host."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from analysis.fetch.client import Client, FetchError, Response

HOPS = 10  # redirects followed, one after another
MOVED = (301, 302, 303, 307, 308)
LONGEST = 60.0  # seconds of pause that a site's robots.txt may ask for
ROBOTS_BYTES = 512_000  # of a robots.txt that are read, as RFC 9309 has it


def host_of(url: str) -> str:
    """Scheme, host and port of an address, for which one robots.txt holds.

    >>> host_of("https://Herald.example:8443/a/b?c")
    'https://herald.example:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


@dataclass
class Manners:
    """Follows addresses one after another, as each site allows.

    Parameters
    ----------
    client
        Asks the servers.
    robot
        The name that robots.txt files may use for us.
    pause
        Seconds between two requests to one host, at least.
    """

    client: Client
    robot: str
    pause: float = 1.0
    _robots: dict[str, Any] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, url: str) -> tuple[list[Response], FetchError | None]:
        """The responses on the way from an address to its page, and why the way ended early, if it did."""
        passed: list[Response] = []
        seen = {url}
        try:
            while True:
                self._allowed(url)
                passed.append(self._asked(url))
                to = passed[-1].header("location")
                if passed[-1].status not in MOVED or not to:
                    return passed, None
                url = urljoin(url, to.strip()).partition("#")[0]
                if url in seen:
                    raise FetchError("it leads back to itself, as pages do that need cookies or a login.")
                if len(passed) > HOPS:
                    raise FetchError(f"it leads on more than {HOPS} times; the page was not reached.")
                seen.add(url)
        except FetchError as error:
            return passed, error

    def free_at(self, host: str) -> float:
        """The moment of the monotonic clock from which a host may be asked."""
        return self._next.get(host, 0.0)

    def _asked(self, url: str) -> Response:
        host = host_of(url)
        robots = self._robots.get(host)
        asked = robots.crawl_delay(self.robot) if robots else None
        pause = max(self.pause, min(LONGEST, asked or 0.0))
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._next.get(host, 0.0))
            self._next[host] = begin + pause
        if begin > now:
            time.sleep(begin - now)
        try:
            return self.client.get(url)
        finally:  # a slow site has its pause after its answer
            with self._lock:
                self._next[host] = max(self._next[host], time.monotonic() + pause)

    def _allowed(self, url: str) -> None:
        host = host_of(url)
        if host not in self._robots:
            self._robots[host] = self._read(host)
        if not self._robots[host].can_fetch(url, self.robot):
            raise FetchError(
                f"the site's robots.txt does not allow programs to fetch it ({host}/robots.txt)."
            )

    def _read(self, host: str) -> Any:
        """The rules of a host: none where it has no robots.txt; an error while it cannot be read."""
        from protego import Protego

        url = f"{host}/robots.txt"
        for _ in range(HOPS):
            try:
                response = self._asked(url)
            except FetchError as error:
                if not error.again:
                    raise
                problem = f"its site's robots.txt cannot be read: {error.problem}"
                raise FetchError(problem, again=error.again) from error
            to = response.header("location")
            if response.status not in MOVED or not to:
                break
            url = urljoin(url, to.strip())
        if response.status >= 500 or response.status == 429:
            raise FetchError(
                f"its site's robots.txt cannot be read (HTTP {response.status}), so that nothing of the site "
                "is fetched.",
                again=True,
            )
        text = response.unpacked(ROBOTS_BYTES) if response.status == 200 else b""
        return Protego.parse(text.decode("utf-8", "replace"))
