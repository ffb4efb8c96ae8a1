"""Files of every kind that the tests of loading need, made from texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

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
