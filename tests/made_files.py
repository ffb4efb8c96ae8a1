"""Files of every kind that the tests of loading need, made from texts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

import openpyxl
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Line = tuple[float, float, float, str]  # x, y, size in points, from the lower left corner; and the text


def pdf(pages: Iterable[Iterable[Line]], *, tail: bytes = b"") -> bytes:
    """A PDF of lines at their places, in Helvetica."""
    bodies: list[bytes] = []

    def add(body: bytes) -> int:
        bodies.append(body)
        return len(bodies)

    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    root, kids = add(b""), []
    for lines in pages:
        drawn = b"".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, _escaped(text)) for x, y, size, text in lines
        )
        stream = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font "
                b"<< /F1 %d 0 R >> >> >>" % (root, stream, font)
            )
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    bodies[root - 1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed)
    catalog = add(b"<< /Type /Catalog /Pages %d 0 R >>" % root)
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1, catalog, tail, start
    )  # fmt: skip
    return bytes(out)


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of the parts given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def docx(*paragraphs: str, body: str = "", title: str | None = None, **parts: bytes | str) -> bytes:
    """A Word document of paragraphs, and of what is given as XML after them."""
    runs = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    if title:
        style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>'
        runs = f"<w:p>{style}<w:r><w:t>{escape(title)}</w:t></w:r></w:p>{runs}"
    document = f'<w:document xmlns:w="{W}"><w:body>{runs}{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def odf(kind: str, body: str, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument file of a kind, `text` or `spreadsheet`, with a body in XML."""
    names = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


def odt(*paragraphs: str) -> bytes:
    """An OpenDocument text of paragraphs."""
    return odf("text", "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs))


def ods(*rows: Sequence[str], body: str = "") -> bytes:
    """An OpenDocument spreadsheet of rows."""
    filled = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return odf("spreadsheet", f'<table:table table:name="Articles">{filled}{body}</table:table>')


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook of sheets, each of rows."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(made)
    return made.getvalue()


def rtf(*paragraphs: str, more: str = "") -> bytes:
    """An RTF document of paragraphs, and of what is given in its own code after them."""
    coded = "".join(
        "".join(character if character < "\x7f" else f"\\u{ord(character)}?" for character in text)
        + "\\par\n"
        for text in paragraphs
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {coded}{more}}}".encode("ascii")


def message(text: str, subtype: str = "plain", **headers: str) -> bytes:
    """An e-mail with a text."""
    made = EmailMessage()
    given = {"From": "The Herald <news@herald.example>", "Date": "Mon, 6 May 2024 23:30:00 -0500", **headers}
    for name, value in given.items():
        made[name] = value
    made.set_content(text, subtype=subtype)
    return made.as_bytes()


def mbox(*messages: bytes) -> bytes:
    """A mailbox of messages."""
    return b"".join(b"From a@herald.example Mon May  6 10:00:00 2024\n" + one + b"\n" for one in messages)


def mhtml(source: str, address: str = "https://herald.example/a") -> bytes:
    """A web page as a browser saves it with all its parts."""
    made = EmailMessage()
    made["Snapshot-Content-Location"], made["Date"] = address, "Mon, 6 Jan 2025 10:00:00 -0000"
    made.make_related()
    made.add_related(source, subtype="html")
    made.add_related(b"\x89PNG", "image", "png")
    return made.as_bytes()


def web_page(*paragraphs: str, title: str = "Bridge to close", head: str = "", around: str = "{}") -> str:
    """A web page of an article; `around` is what stands around it, with braces in its place."""
    article = f"<article><h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article>"
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{around.format(article)}</body></html>"


def rss(*items: str, title: str = "The Herald") -> bytes:
    """An RSS feed of items in XML."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{''.join(items)}</channel></rss>"
    ).encode()


def warc(*answers: tuple[str, str, str, bytes], packed: bool = False) -> bytes:
    """A web archive of answers, each an address, a status, a type and a content."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed)
    for address, status, kind, content in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(content), http_headers=headers)
        )
    return made.getvalue()


def wacz(archive: bytes, *addresses: str) -> bytes:
    """A collection of a web archive that lists some pages."""
    pages = "".join(f"{json.dumps({'url': address})}\n" for address in addresses)
    return zipped({"datapackage.json": "{}", "archive/data.warc.gz": archive, "pages/pages.jsonl": pages})


def locked(data: bytes) -> bytes:
    """A zip whose entries say that they are encrypted."""
    made = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + flags] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


# The name of the stream that holds an encrypted Office document, in the old form that it is saved in.
ENCRYPTED_OFFICE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
)
ENCRYPTED_PDF = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (
    b"o" * 32,
    b"u" * 32,
)
