"""Pages from a list of addresses, politely, into web archives that any later study can read again.

`urls` asks each site what it allows (robots.txt), pauses between requests, tries again where a site asks for
patience, and goes on where it was stopped. Several sites are asked at the same time, each site one page at a
time. What is no article's page is one line that says what it is, and a row in the table of addresses.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from analysis import __version__
from analysis.corpus.progress import Progress
from analysis.fetch import keeping
from analysis.fetch.client import Client, FetchError
from analysis.fetch.keeping import Archive, Visit
from analysis.fetch.manners import Manners, host_of
from analysis.fetch.verdict import judge
from analysis.load.addresses import Address, addresses
from analysis.load.problem import Problem, shortened

__all__ = ["FetchError", "urls"]

ROBOT = "media-workbook"  # the name that robots.txt files may use for us
AT_ONCE = 8  # sites asked at the same time
BACKOFF = 1.0  # seconds, doubled with each try
TRIES = 3  # of one address, where a later try may succeed
PATIENCE = 600.0  # seconds that a site may ask to wait before an address is left for the next run
DEAD = 3  # addresses of a site that failed, one after another, before its others are left for the next run


def urls(
    source: str | Path,
    out: Path,
    *,
    contact: str | None = None,
    pause: float = 1.0,
    private: bool = False,
    max_bytes: int = 20_000_000,
    timeout: float = 30,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Fetch the pages of a list of addresses into a folder; what comes back is how many have each state.

    The folder holds `pages/`, archives of the pages; `others.warc.gz`, redirects and answers that are no
    article's page; and `addresses.csv`, a row for each address. The same call again goes on: what is stored
    or has failed for good is not asked for again.

    Parameters
    ----------
    source
        A file as `load.addresses` reads it, or the address of a feed or list.
    out
        The folder.
    contact
        A mail or web address that sites can write to; it is sent with every request.
    pause
        Seconds between two requests to one site, at least; robots.txt may ask for more.
    private
        Whether addresses inside private networks are fetched.
    max_bytes
        Largest page.
    timeout
        Seconds to wait for a site.
    say
        Receives a line for each problem.
    progress
        Shows how many pages are fetched.

    Raises
    ------
    FetchError
        If there is no such file, the contact cannot be sent, or the folder cannot be written.
    CorpusError
        If another command is writing to the folder.
    AddressError
        If it holds no address.
    """
    from analysis.corpus.lock import lock

    if contact and not (contact.isascii() and contact.isprintable()):
        raise FetchError(f"the contact {contact!r} cannot be sent. Write a mail or web address in ASCII.")
    agent = f"{ROBOT}/{__version__} (research on news{f'; {contact}' if contact else ''})"
    manners = Manners(Client(agent, timeout=timeout, most=max_bytes, private=private), ROBOT, pause)
    progress = progress or Progress()
    progress.step("reading the addresses")
    found, problems = addresses(*_list(source, manners))
    further = list(dict.fromkeys(name for address in found for name in address.facts))
    archive = Archive(out, agent, [f"{name}_given" if name in keeping.COLUMNS else name for name in further])
    try:
        with lock(out / ".fetching"):
            archive.open()
            waiting = [address for address in found if not archive.done(address)]
            if len(waiting) < len(found):
                say(f"{len(found) - len(waiting):,} of {len(found):,} addresses were visited before.")
            if waiting:
                progress.step("fetching", "pages", len(waiting))
            for visit in _visits(waiting, manners):
                archive.add(visit)
                progress.advance()
                if visit.error is not None:
                    problems.append(Problem(visit.address.url, "whole", visit.error.problem))
            archive.close()
    except OSError as error:
        raise FetchError(
            f"{out} cannot be written: {error.strerror}. What is fetched so far is kept; make room or choose "
            "another folder with --out."
        ) from error
    for line in shortened(problems):
        say(line)
    asked = {address.url for address in found}
    return keeping.counts({url: row for url, row in archive.rows.items() if url in asked})


def _list(source: str | Path, manners: Manners) -> tuple[bytes, str]:
    """The bytes of a list, and its name."""
    if str(source).lower().startswith(("http://", "https://")):
        responses, error = manners.follow(str(source))
        if error is None and responses[-1].status == 200:
            return responses[-1].unpacked(manners.client.most), str(source)
        why = error.problem if error else f"the site answered with HTTP {responses[-1].status}."
        raise FetchError(f"{source}: {why}")
    try:
        return Path(source).read_bytes(), Path(source).name
    except OSError as error:
        raise FetchError(
            f"{source} cannot be read: {error.strerror}. Name a file of addresses, or the address of a feed."
        ) from error


@dataclass
class _Site:
    """The addresses of one site that wait, and how many of it failed one after another."""

    name: str
    waiting: deque[Address] = field(default_factory=deque)
    tries: int = 0
    failed: int = 0


def _visits(waiting: Sequence[Address], manners: Manners) -> Iterator[Visit]:
    """What came of each address, as it comes: several sites at the same time, each one page at a time."""
    sites: dict[str, _Site] = {}
    for address in waiting:
        name = host_of(address.url)
        sites.setdefault(name, _Site(name)).waiting.append(address)
    ready = [(0.0, number, site) for number, site in enumerate(sites.values())]  # when each may be asked
    working: dict[Future[Visit], _Site] = {}
    number = len(ready)
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        while ready or working:
            now = time.monotonic()
            while ready and len(working) < AT_ONCE and ready[0][0] <= now:
                site = heapq.heappop(ready)[2]
                working[pool.submit(_visit, site.waiting[0], manners)] = site
            soon = min(1.0, max(0.01, ready[0][0] - now)) if ready else 1.0
            if not working:
                time.sleep(soon)
                continue
            for future in wait(working, soon, FIRST_COMPLETED).done:
                site, visit = working.pop(future), future.result()
                pause = _pause(site, visit)
                if pause is None:
                    yield from _ended(site, visit)
                if site.waiting:
                    number += 1
                    moment = max(time.monotonic() + (pause or 0.0), manners.free_at(site.name))
                    heapq.heappush(ready, (moment, number, site))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _visit(address: Address, manners: Manners) -> Visit:
    responses, error = manners.follow(address.url)
    try:
        if error is not None:
            raise error
        judge(address.url, responses[-1])
    except FetchError as found:
        return Visit(address, responses, found)
    return Visit(address, responses)


def _pause(site: _Site, visit: Visit) -> float | None:
    """The seconds until the same address is tried again; None if its visit has ended."""
    site.tries += 1
    error = visit.error
    if error is None or not error.again or site.tries >= TRIES:
        return None
    asked = visit.responses[-1].asked_to_wait() if visit.responses else None
    if asked is not None and asked > PATIENCE:
        error.problem += f" It asks to wait {asked / 60:,.0f} minutes; run the command again then."
        return None
    return asked if asked is not None else BACKOFF * 2.0**site.tries


def _ended(site: _Site, visit: Visit) -> Iterator[Visit]:
    """The visit, and where the site does not answer, what is not asked for after it."""
    site.waiting.popleft()
    site.tries = 0
    site.failed = site.failed + 1 if visit.error is not None and visit.error.again else 0
    yield visit
    if site.failed >= DEAD:
        problem = (
            f"it was not tried: {DEAD} addresses of {site.name} failed before. Run the command again later."
        )
        while site.waiting:
            yield Visit(site.waiting.popleft(), [], FetchError(problem, again=True))
