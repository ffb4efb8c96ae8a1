"""Messages: newsletters as eml and mbox, and web pages saved as mhtml. Attachments are not opened."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from analysis.load import facts, markup
from analysis.load.blocks import oversized, without_scripts
from analysis.load.decode import Decoded, decode
from analysis.load.facts import Facts
from analysis.load.formats import headed, page_record
from analysis.load.layout import Part
from analysis.load.problem import RefusedError
from analysis.load.record import Record, sha256
from analysis.load.registry import Given, misnamed

CUT = "its end is missing: it was cut short, and is read as far as it goes."
PAGES = ("text/html", "application/xhtml+xml")

# A line that begins a message: "From", an address, and a day with its year at the end.
_FROM = re.compile(rb"^From \S+[^\n]{0,100}\b\d{4}\b[^\n]{0,20}\r?\n", re.M)
LONGEST = 20_000  # characters of a header line; Python's reader needs memory that grows with the square
_LONG = re.compile(rb"^[!-9;-~]{1,76}:(?:[^\r\n]|\r?\n[ \t]){%d}" % LONGEST, re.M)
_LONG_PART = re.compile(rb"^content-[\w-]{1,40}:(?:[^\r\n]|\r?\n[ \t]){%d}" % LONGEST, re.M | re.I)
_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t]?\S")


def message(given: Given) -> Iterator[Record | RefusedError]:
    """The record of an e-mail."""
    yield _record(given.data, "")


def mailbox(given: Given) -> Iterator[Record | RefusedError]:
    """The records of the messages in a mailbox, by their numbers."""
    starts = [*_FROM.finditer(given.data)]
    if not starts or given.data[: starts[0].start()].strip():
        raise misnamed(given.data, "a mailbox") or RefusedError(
            "it is not a mailbox, in which each message begins with a line 'From', an address and a date."
        )
    ends = [start.start() for start in starts[1:]] + [len(given.data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        data = re.sub(rb"^>(?=>*From )", b"", given.data[start.end() : end], flags=re.M)
        try:
            yield _record(data, f"#message {number}")
        except RefusedError as refusal:
            yield RefusedError(refusal.problem, f"message {number}")


def saved_page(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a web page saved with all its parts; only its source is read."""
    found = _parsed(given.data, "a saved web page")
    page = next((part for part in found.walk() if part.get_content_type() in PAGES), None)
    if page is None:
        raise RefusedError("it holds no web page, or was cut short before it.")
    address = found["Snapshot-Content-Location"] or page["Content-Location"]
    decoded = _decoded(page)
    if _cut_short(found):
        yield RefusedError(CUT)
    yield page_record(decoded, "", sha256(given.data), facts.said(str(address)) if address else None)


def _parsed(data: bytes, what: str) -> EmailMessage:
    if not _HEADER.match(data.lstrip()):
        raise misnamed(data, what) or RefusedError(
            f"it is not {what}, which begins with lines such as 'Date: …'."
        )
    head = re.split(rb"\r?\n\r?\n", data.lstrip(), maxsplit=1)[0]
    if _LONG.search(head) or _LONG_PART.search(data):
        raise RefusedError(f"one of its header lines is over {LONGEST:,} characters long, as in no message.")
    try:
        found = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        found.keys()
    except (ValueError, IndexError, LookupError, RecursionError, AttributeError) as error:
        raise RefusedError(f"its header cannot be read ({type(error).__name__}).") from error
    assert isinstance(found, EmailMessage)
    return found


def _record(data: bytes, part: str) -> Record:
    found = _parsed(data, "an e-mail")
    body = _body(found)
    said, problems = _facts(found)
    decoded = _decoded(body)
    if _cut_short(found):
        problems.append(CUT)
    text = decoded.text.replace("\r\n", "\n")
    layout: list[Part] = []
    if body.get_content_type() != "text/plain":
        text, layout = marked_up(text)
    return text_record(part, text, layout, data, decoded, said, problems)


def _body(found: EmailMessage) -> EmailMessage:
    """The part with the text: HTML before plain text, which newsletters often leave to a note."""
    try:
        body = found.get_body(preferencelist=("html", "plain"))
    except (ValueError, LookupError, AttributeError, KeyError) as error:
        raise RefusedError(f"the parts of the message cannot be read ({type(error).__name__}).") from error
    if body is None or body.get_content_maintype() != "text":
        if any(
            "encrypted" in part.get_content_type() or "pkcs7" in part.get_content_type()
            for part in found.walk()
        ):
            raise RefusedError("the message is encrypted. Save it decrypted.")
        raise RefusedError("the message has no text, only attachments or nothing.")
    assert isinstance(body, EmailMessage)
    return body


def _decoded(part: EmailMessage) -> Decoded:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        raise RefusedError("the message has no text.")
    return decode(data, part.get_content_charset())


def _cut_short(found: EmailMessage) -> bool:
    """Whether the line that ends the parts of a message is missing."""
    return any(
        isinstance(defect, CloseBoundaryNotFoundDefect) for part in found.walk() for defect in part.defects
    )


def marked_up(source: str) -> tuple[str, list[Part]]:
    """The visible text of a piece of HTML, and what its tags say of its parts.

    Raises
    ------
    RefusedError
        If there is more of it than is parsed.
    """
    source = without_scripts(source)
    if why := oversized(source):
        raise RefusedError(why)
    return markup.paragraphs(source) if source.strip() else ("", [])


def text_record(
    part: str,
    text: str,
    layout: list[Part],
    data: bytes,
    decoded: Decoded,
    said: Facts,
    problems: Sequence[str] = (),
) -> Record:
    """The record of a message or an entry: its text under its headline.

    Raises
    ------
    RefusedError
        If it has no text.
    """
    body = text.strip()
    if not body:
        raise RefusedError("it has no text.")
    source = headed(said.headline, body)
    by = len(source) - len(body) - (len(text) - len(text.lstrip()))
    moved = [one.moved(by) for one in layout]
    decoded = replace(decoded, text="")
    return Record(part, source, sha256(data), decoded, said, "file", list(problems), moved)


def _facts(found: EmailMessage) -> tuple[Facts, list[str]]:
    """The subject as headline, the sender's name as outlet and the day of sending, in the sender's time."""
    said, problems = Facts(), []
    said.headline = facts.said(_header(found, "Subject"))
    name, address = parseaddr(_header(found, "From") or "")
    said.outlet = facts.said(name) or facts.said(address)
    if sent := _header(found, "Date"):
        try:
            said.published = parsedate_to_datetime(sent).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            said.undated = True
            problems.append(f"its date '{sent[:40]}' cannot be read. It is read without a date.")
    return said, problems


def _header(found: EmailMessage, name: str) -> str | None:
    try:
        value = found[name]
        return None if value is None else str(value)
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        return None
