"""Pages from addresses: what is read as a list, what a site allows, what is stored, and what goes on after a stop.

Everything is fetched from servers on this machine. Sites and texts are invented.
"""

import csv
import gzip
import http.server
import itertools
import json
import threading
import time
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from analysis import fetch, load
from analysis.__main__ import main
from analysis.fetch import client, keeping, manners, verdict
from analysis.load.addresses import AddressError, addresses, is_list

BODY = "<html><head><title>{0} | The Hallen Post</title></head><body><p>The ferry of {0} is late.</p></body></html>"


PAGES = keeping.PAGES.format(1)


class Site:
    """A site on this machine: answers by path, and what was asked of it."""

    def __init__(self) -> None:
        self.pages: dict[str, object] = {}
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked.append((time.monotonic(), self.path, dict(self.headers)))
                answer = site.pages.get(self.path, (404, {}, b"no such page"))
                if isinstance(answer, list):
                    answer = answer.pop(0) if len(answer) > 1 else answer[0]
                if callable(answer):
                    return answer(self)
                if isinstance(answer, str):
                    answer = (200, {"Content-Type": "text/html; charset=utf-8"}, answer.encode())
                status, headers, body = answer
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    """No proxy, and no long waits before a try is repeated."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(fetch, "BACKOFF", 0.01)


@pytest.fixture
def site():
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def other():
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def get(tmp_path: Path, *urls: str, **how) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The rows of the table by address after fetching, and the lines printed."""
    listed, lines = tmp_path / "list.txt", []
    listed.write_text("\n".join(urls), encoding="utf-8")
    options = {"private": True, "pause": 0, "timeout": 5, "say": lines.append} | how
    fetch.urls(listed, tmp_path / "out", **options)
    return rows(tmp_path / "out"), lines


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / keeping.TABLE).open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def records(path: Path, kind: str = "response") -> list[tuple[str, str, bytes]]:
    """The records of an archive: address, status and body as unpacked; none where there is no archive."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                record.http_headers.get_statuscode() if kind == "response" else "",
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
            if record.rec_type == kind
        ]


# --- Lists ----------------------------------------------------------------------------------------

LISTS = {
    "one a line": ("https://a.example/1\nhttps://a.example/2\n", ["https://a.example/1", "https://a.example/2"]),
    "Windows line ends": ("https://a.example/1\r\nhttps://a.example/2\r\n", ["https://a.example/1", "https://a.example/2"]),
    "comments and blank lines": ("# my list\n\nhttps://a.example/1\n", ["https://a.example/1"]),
    "a bulleted list": ("- https://a.example/1\n* https://a.example/2\n3. https://a.example/3", ["https://a.example/1", "https://a.example/2", "https://a.example/3"]),
    "between angle brackets": ("<https://a.example/1>\n", ["https://a.example/1"]),
    "without a scheme": ("www.a.example/1\n", ["https://www.a.example/1"]),
    "the same twice, and with a fragment": ("https://a.example/1\nhttps://A.example/1#top\n", ["https://a.example/1"]),
    "letters that are not ASCII": ("https://a.example/fähre\n", ["https://a.example/f%C3%A4hre"]),
    "a query": ("https://a.example/?id=7&x=y\n", ["https://a.example/?id=7&x=y"]),
    "a CSV with a column url": ("id,url,outlet\n1,https://a.example/1,Post\n", ["https://a.example/1"]),
    "Media Cloud": (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "ab,2031-03-02 10:00:00,en,post.example,post.example,2031-03-01,Ferry late,https://post.example/ferry\n",
        ["https://post.example/ferry"],
    ),
    "semicolons, and the column named Link": ("Titel;Link\nFerry;https://a.example/1\n", ["https://a.example/1"]),
    "RSS": (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>Ferry</title>'
        "<link>https://a.example/1</link></item></channel></rss>",
        ["https://a.example/1"],
    ),
    "Atom": (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ferry</title>'
        '<link rel="alternate" href="https://a.example/1"/></entry></feed>',
        ["https://a.example/1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_addresses_is_read(name):
    text, expected = LISTS[name]
    found, problems = addresses(text.encode(), "list")
    assert [address.url for address in found] == expected
    assert not problems


def test_what_a_list_says_of_an_address_comes_along():
    (found,), _ = addresses(LISTS["Media Cloud"][0].encode(), "mediacloud.csv")
    assert found.facts["publish_date"] == "2031-03-01"
    assert found.facts["media_name"] == "post.example"
    assert found.place == "row 1"


def test_what_is_no_address_is_named_with_its_place():
    text = "\n".join([f"https://a.example/{n}" for n in range(20)] + ["the ferry page"])
    found, problems = addresses(text.encode(), "list.txt")
    assert len(found) == 20
    assert [problem.line for problem in problems] == [
        "list.txt, line 21: 'the ferry page' is no web address."
    ]


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/1", "mailto:ida@a.example", "https://", "javascript:alert(1)", "file:///etc/passwd"],
)
def test_only_web_addresses_are_fetched(url):
    _, problems = addresses(f"url\nhttps://a.example/1\n{url}\n".encode(), "list.csv")
    assert [problem.place for problem in problems] == ["row 2"]


@pytest.mark.parametrize(
    "text", ["Rain fell on Vellmar.", "", "name,outlet\nFerry,Post\n", "<rss><channel></channel></rss>"]
)
def test_a_file_without_addresses_is_refused_and_says_what_is_needed(text):
    with pytest.raises(AddressError, match=r"^list: .*(url|empty)"):
        addresses(text.encode(), "list")


# A text is a list only if nearly all its lines are addresses.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/1", True),
        ("https://a.example/1\n\n# note\nwww.a.example", True),
        ("Ferry late\n\nThe ferry is late.\n\nhttps://a.example/1", False),
        ("https://a.example/1\n\nThe ferry is late again.", False),
        ("Source: https://a.example/1", False),
        ("See https://a.example/1 and https://a.example/2", False),
        ("# only a comment", False),
        ("", False),
    ],
)
def test_a_text_with_links_is_no_list_of_them(text, expected):
    assert is_list(text) is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("links.txt", "https://a.example/1\nhttps://a.example/2\n"),
        ("links.csv", "id,url,title\n1,https://a.example/1,Ferry late\n"),
        ("mediacloud.csv", LISTS["Media Cloud"][0]),
    ],
)
def test_a_list_given_to_run_says_which_command_to_use(tmp_path, capsys, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["tables", str(tmp_path / name), "--only", "tone", "--out", str(tmp_path / "out")]) == 2
    assert "workbook fetch urls FILE" in capsys.readouterr().err


def test_a_table_with_texts_and_addresses_is_read_as_articles(tmp_path):
    (tmp_path / "news.csv").write_text("url,text\nhttps://a.example/1,The ferry of Tolmin is late.\n")
    assert len(load.read(tmp_path)[0]) == 1


# --- Pages ----------------------------------------------------------------------------------------


def test_a_page_is_stored_with_its_request_and_found_again_by_its_row(site, tmp_path):
    site.pages["/ferry"] = BODY.format("Tolmin")
    table, lines = get(tmp_path, f"{site.url}/ferry")
    row = table[f"{site.url}/ferry"]
    assert (row["state"], row["status"], row["problem"]) == ("stored", "200", "")
    assert lines == []
    path = tmp_path / "out" / row["archive"]
    assert records(path) == [(f"{site.url}/ferry", "200", BODY.format("Tolmin").encode())]
    assert records(path, "request")[0][0] == f"{site.url}/ferry"
    begin = int(row["offset"])
    member = gzip.decompress(path.read_bytes()[begin : begin + int(row["length"])])
    assert b"WARC-Type: response" in member


def test_a_page_sent_packed_and_in_pieces_is_read_back_whole(site, tmp_path):
    def pieces(handler):
        packed = gzip.compress(BODY.format("Tolmin").encode())
        handler.send_response(200)
        for key, value in (
            ("Content-Type", "text/html"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
        ):
            handler.send_header(key, value)
        handler.end_headers()
        for part in (packed[:10], packed[10:]):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")

    site.pages["/ferry"] = pieces
    get(tmp_path, f"{site.url}/ferry")
    assert records(tmp_path / "out" / PAGES)[0][2] == BODY.format("Tolmin").encode()


def test_who_asks_says_so(site, tmp_path):
    site.pages["/ferry"] = BODY.format("Tolmin")
    get(tmp_path, f"{site.url}/ferry", contact="ida.lorne@hallen.example")
    agents = {headers["User-Agent"] for _, _, headers in site.asked}
    (agent,) = agents
    assert agent.startswith("media-workbook/")
    assert "ida.lorne@hallen.example" in agent


def test_a_contact_that_would_change_the_request_is_refused(tmp_path):
    with pytest.raises(client.FetchError, match="ASCII"):
        get(tmp_path, "https://a.example/", contact="ida\r\nCookie: a=b")


def test_a_redirect_is_followed_and_kept_apart_from_the_pages(site, other, tmp_path):
    site.pages["/old"] = (301, {"Location": f"{other.url}/new"}, b"")
    other.pages["/new"] = BODY.format("Tolmin")
    table, _ = get(tmp_path, f"{site.url}/old")
    assert table[f"{site.url}/old"]["final_address"] == f"{other.url}/new"
    assert [(url, status) for url, status, _ in records(tmp_path / "out" / PAGES)] == [
        (f"{other.url}/new", "200")
    ]
    assert [(url, status) for url, status, _ in records(tmp_path / "out" / keeping.OTHERS)] == [
        (f"{site.url}/old", "301")
    ]


HTML = {"Content-Type": "text/html"}
# label: pages of the site, what is asked, state, what the problem says
FAULTS = {
    "gone": ({}, "/x", "problem", "there is no such page (HTTP 404)."),
    "removed": ({"/x": (410, {}, b"")}, "/x", "problem", "the page was removed (HTTP 410)."),
    "refused": ({"/x": (403, {}, b"")}, "/x", "problem", "the site refuses access (HTTP 403)."),
    "paid": ({"/x": (402, {}, b"")}, "/x", "problem", "the site asks for a payment (HTTP 402)."),
    "strange status": ({"/x": (418, {}, b"")}, "/x", "problem", "the site answered with HTTP 418 I'm a Teapot."),
    "broken server": ({"/x": (500, {}, b"")}, "/x", "try again", "the site answered with HTTP 500 Internal Server Error."),
    "a PDF": ({"/x": (200, {"Content-Type": "application/pdf"}, b"%PDF")}, "/x", "problem", "it is application/pdf, not a web page."),
    "an empty page": ({"/x": (200, HTML, b"  ")}, "/x", "problem", "the page is empty."),
    "robots": ({"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /x")}, "/x", "problem", "robots.txt does not allow"),
    "robots, a pattern": ({"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /*?print=")}, "/x?print=1", "problem", "robots.txt does not allow"),
    "robots, by our name": ({"/robots.txt": (200, {}, b"User-agent: media-workbook\nDisallow: /")}, "/x", "problem", "robots.txt does not allow"),
    "robots cannot be read": ({"/robots.txt": (503, {}, b"")}, "/x", "try again", "robots.txt cannot be read (HTTP 503)"),
    "login by path": ({"/x": (302, {"Location": "/login?next=/x"}, b""), "/login?next=/x": (200, HTML, b"hello")}, "/x", "problem", "it leads to a page to log in or subscribe: "),
    "consent by path": ({"/x": (302, {"Location": "/consent/v2"}, b""), "/consent/v2": (200, HTML, b"hello")}, "/x", "problem", "it leads to a page that asks for consent: "),
    "check by title": ({"/x": "<title>Just a moment...</title>"}, "/x", "problem", "its page is a check whether a person is reading."),
    "login by title": ({"/x": "<title>Sign in | The Hallen Post</title>"}, "/x", "problem", "its page is a page to log in or subscribe."),
    "front page": ({"/x/y": (302, {"Location": "/"}, b""), "/": (200, HTML, b"hello")}, "/x/y", "problem", "it leads to a front page, as removed articles do: "),
    "circle": ({"/x": (302, {"Location": "/y"}, b""), "/y": (302, {"Location": "/x"}, b"")}, "/x", "problem", "it leads back to itself"),
    "endless": ({f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(20)}, "/0", "problem", "it leads on more than 10 times"),
    "to no web address": ({"/x": (302, {"Location": "mailto:ida@a.example"}, b"")}, "/x", "problem", "which is no web address."),
    "too large": ({"/x": (200, HTML, b"a" * 3000)}, "/x", "problem", "it is larger than 0.002 MB, the limit for one page."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_page_is_one_line_and_one_row(site, tmp_path, name):
    pages, path, state, message = FAULTS[name]
    site.pages |= pages
    table, lines = get(tmp_path, f"{site.url}{path}", max_bytes=2000)
    row = table[f"{site.url}{path}"]
    assert row["state"] == state
    assert message in row["problem"]
    assert lines == [f"{site.url}{path}: {row['problem']}"]
    assert "\n" not in lines[0]
    assert records(tmp_path / "out" / PAGES) == []


# The words of gates are also words of news.
@pytest.mark.parametrize(
    ("asked", "final", "title"),
    [
        ("/2031/consent-law-passed", "/2031/consent-law-passed", "Consent law passed"),
        ("/subscribe-to-this-idea", "/news/subscribe-to-this-idea", "Subscribe to this idea"),
        ("/login", "/login", "Login trouble at the ferry"),
        ("/a", "/challenge-to-mayor", "Access denied to reporters at the harbour"),
        ("/a", "/a.html", "A moment of calm"),
        ("/privacy", "/privacy/", "Privacy in Tolmin"),
    ],
)
def test_an_article_about_logins_or_consent_is_a_page(asked, final, title):
    from datetime import UTC, datetime

    page = f"<title>{title} - The Hallen Post</title><p>Text.".encode()
    response = client.Response(
        f"https://post.example{final}",
        200,
        "OK",
        [("Content-Type", "text/html")],
        page,
        datetime.now(UTC),
        None,
        [],
    )
    verdict.judge(f"https://post.example{asked}", response)


def test_robots_rules_hold_for_the_page_that_a_redirect_leads_to(site, tmp_path):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nAllow: /\nDisallow: /inner/")
    site.pages["/x"] = (302, {"Location": "/inner/x"}, b"")
    table, _ = get(tmp_path, f"{site.url}/x")
    assert "robots.txt does not allow" in table[f"{site.url}/x"]["problem"]
    assert site.paths() == ["/x"]


def test_one_site_is_asked_once_a_pause_and_its_robots_once(site, tmp_path):
    site.pages |= {f"/{n}": BODY.format(n) for n in range(4)}
    get(tmp_path, *(f"{site.url}/{n}" for n in range(4)), pause=0.2)
    moments = [moment for moment, _, _ in site.asked]
    assert [path for _, path, _ in site.asked] == ["/robots.txt", "/0", "/1", "/2", "/3"]
    assert min(after - before for before, after in itertools.pairwise(moments)) >= 0.19


def test_a_longer_pause_that_a_site_asks_for_is_kept(site, tmp_path):
    site.pages |= {"/0": BODY.format(0), "/1": BODY.format(1)}
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.5\n")
    get(tmp_path, f"{site.url}/0", f"{site.url}/1")
    assert site.asked[-1][0] - site.asked[-2][0] >= 0.49


def test_several_sites_are_asked_at_the_same_time(site, other, tmp_path):
    for made in (site, other):
        made.pages |= {f"/{n}": BODY.format(n) for n in range(4)}
    get(tmp_path, *(f"{made.url}/{n}" for made in (site, other) for n in range(4)), pause=0.3)
    assert site.asked[0][0] < other.asked[-1][0]
    assert other.asked[0][0] < site.asked[-1][0]


def test_a_busy_site_is_asked_again_after_the_time_it_names(site, tmp_path):
    site.pages["/x"] = [(429, {"Retry-After": "1"}, b""), BODY.format("Tolmin")]
    table, lines = get(tmp_path, f"{site.url}/x")
    assert table[f"{site.url}/x"]["state"] == "stored"
    assert lines == []
    (first, _, _), (second, _, _) = site.asked[1:]
    assert second - first >= 0.99


def test_a_site_that_asks_for_hours_is_left_for_the_next_run(site, tmp_path):
    site.pages["/x"] = (503, {"Retry-After": "7200"}, b"")
    table, _ = get(tmp_path, f"{site.url}/x")
    assert table[f"{site.url}/x"]["state"] == "try again"
    assert "It asks to wait 120 minutes" in table[f"{site.url}/x"]["problem"]
    assert site.paths() == ["/x"]


def test_a_site_that_does_not_answer_is_not_asked_for_every_page(site, tmp_path):
    site.pages |= {f"/{n}": (500, {}, b"") for n in range(9)}
    table, _ = get(tmp_path, *(f"{site.url}/{n}" for n in range(9)))
    assert len(site.paths()) == fetch.DEAD * fetch.TRIES
    assert {row["state"] for row in table.values()} == {"try again"}
    assert "was not tried: 3 addresses" in table[f"{site.url}/8"]["problem"]


def test_a_site_that_never_answers_ends_in_time(site, tmp_path):
    site.pages["/x"] = lambda handler: time.sleep(3)
    begun = time.monotonic()
    table, _ = get(tmp_path, f"{site.url}/x", timeout=0.3)
    assert "no answer within 0.3 seconds." in table[f"{site.url}/x"]["problem"]
    assert time.monotonic() - begun < 6


def test_an_answer_cut_short_is_no_page(site, tmp_path):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.close_connection = True

    site.pages["/x"] = cut
    table, _ = get(tmp_path, f"{site.url}/x")
    assert "the connection failed" in table[f"{site.url}/x"]["problem"]


def test_a_host_that_is_not_there_is_one_line(tmp_path):
    table, lines = get(tmp_path, "http://127.0.0.1:9/x", "http://nowhere.invalid/x")
    assert "the connection failed (Connection refused)" in table["http://127.0.0.1:9/x"]["problem"]
    assert table["http://nowhere.invalid/x"]["problem"].startswith("there is no host nowhere.invalid")
    assert len(lines) == 2


# --- Private networks -----------------------------------------------------------------------------


def test_nothing_inside_a_private_network_is_asked_unless_allowed(site, tmp_path):
    site.pages["/x"] = BODY.format("Tolmin")
    table, _ = get(
        tmp_path, f"{site.url}/x", f"{site.url.replace('127.0.0.1', 'localhost')}/x", private=False
    )
    assert all("is inside a private network (" in row["problem"] for row in table.values())
    assert site.asked == []


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1%eth0", "fd00::1", "::ffff:192.168.1.1", "224.0.0.1"],
)  # fmt: skip
def test_numbers_inside_private_networks_are_known(number):
    assert not client.public(number)


def test_a_public_name_that_leads_inside_is_refused(site, tmp_path, monkeypatch):
    """The name is looked up once, and the connection goes to the number that was checked."""
    looked_up = []

    def rebound(host, port, **_):
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(client.socket, "getaddrinfo", rebound)
    table, _ = get(tmp_path, "http://post.example/x", private=False)
    assert "is inside a private network (127.0.0.1)" in table["http://post.example/x"]["problem"]
    assert looked_up == ["post.example"]


# --- Going on -------------------------------------------------------------------------------------


def test_the_same_command_asks_only_for_what_is_missing(site, tmp_path):
    site.pages |= {"/a": BODY.format("A"), "/busy": (503, {}, b"")}
    get(tmp_path, f"{site.url}/a", f"{site.url}/gone", f"{site.url}/busy")
    site.asked.clear()
    site.pages |= {"/busy": BODY.format("B"), "/new": BODY.format("C")}
    table, lines = get(tmp_path, f"{site.url}/a", f"{site.url}/gone", f"{site.url}/busy", f"{site.url}/new")
    assert sorted(site.paths()) == ["/busy", "/new"]
    assert lines == ["2 of 4 addresses were visited before."]
    assert [row["state"] for row in table.values()].count("stored") == 3
    assert len(records(tmp_path / "out" / PAGES)) == 3


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_what_a_stopped_run_left_half_written_is_cut_off_and_fetched_again(site, tmp_path, cut):
    site.pages |= {"/a": BODY.format("A"), "/b": BODY.format("B")}
    get(tmp_path, f"{site.url}/a", f"{site.url}/b")
    out = tmp_path / "out"
    whole = records(out / PAGES)
    table = (out / keeping.TABLE).read_bytes()
    (out / keeping.TABLE).write_bytes(table[:-3])  # the last row is cut short
    archive = (out / PAGES).read_bytes()
    (out / PAGES).write_bytes(archive[:-cut] if cut < 400 else archive + b"\x1f\x8b half a record")
    get(tmp_path, f"{site.url}/a", f"{site.url}/b")
    assert records(out / PAGES) == whole
    assert [row["state"] for row in rows(out).values()] == ["stored", "stored"]


def test_a_long_list_is_stored_in_archives_that_can_be_read(site, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "LARGEST", 2000)
    site.pages |= {f"/{n}": BODY.format(n) for n in range(9)}
    urls = [f"{site.url}/{n}" for n in range(9)]
    get(tmp_path, *urls[:5])
    table, _ = get(tmp_path, *urls)
    names = sorted({row["archive"] for row in table.values()})
    assert len(names) > 2
    assert names == [keeping.PAGES.format(n + 1) for n in range(len(names))]
    stored = [url for name in names for url, _, _ in records(tmp_path / "out" / name)]
    assert stored == urls


def test_redirects_stay_stored_when_a_run_goes_on(site, tmp_path):
    site.pages |= {"/old": (301, {"Location": "/new"}, b""), "/new": BODY.format("A"), "/b": BODY.format("B")}
    get(tmp_path, f"{site.url}/old")
    get(tmp_path, f"{site.url}/old", f"{site.url}/b", f"{site.url}/gone")
    assert [status for _, status, _ in records(tmp_path / "out" / keeping.OTHERS)] == ["301", "404"]


def test_columns_of_the_list_stay_in_the_table_when_a_run_goes_on(site, tmp_path):
    site.pages |= {"/a": BODY.format("A"), "/b": BODY.format("B")}
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(f"url,media_name,status\n{site.url}/a,Post,seen\n", encoding="utf-8")
    second.write_text(f"url,title\n{site.url}/b,Ferry\n", encoding="utf-8")
    for listed in (first, second):
        fetch.urls(listed, tmp_path / "out", private=True, pause=0, say=lambda line: None)
    table = rows(tmp_path / "out")
    assert (table[f"{site.url}/a"]["media_name"], table[f"{site.url}/a"]["status_given"]) == ("Post", "seen")
    assert table[f"{site.url}/b"]["title"] == "Ferry"


STORY = """<html lang="en"><head><title>{0} | The Hallen Post</title>
<meta property="og:site_name" content="The Hallen Post"><meta property="og:title" content="{0}">
<meta property="article:published_time" content="2031-03-0{1}T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>{0}</h1>
<p>The harbour board of Hallen closed the old pier on Monday, and the ferry to Sorn will leave from the quay.</p>
<p>“We did not have a choice,” said Lena Oskari, the chief engineer. The board will meet again in two weeks.</p>
<p>Shops on the island expect fewer visitors until the summer, when the new pier of the harbour opens.</p>
</article><footer>© The Hallen Post</footer></body></html>"""


def test_fetched_pages_are_read_like_any_articles(site, tmp_path):
    site.pages |= {"/pier": STORY.format("Pier closed", 3), "/quay": STORY.format("Ferry moves", 4)}
    site.pages["/moved"] = (301, {"Location": f"{site.url}/quay"}, b"")
    get(tmp_path, f"{site.url}/pier", f"{site.url}/moved", f"{site.url}/gone")
    articles, problems = load.read(tmp_path / "out" / "pages")
    assert problems.empty
    articles = articles.sort_values("published")
    assert articles["url"].tolist() == [f"{site.url}/pier", f"{site.url}/quay"]
    assert articles["headline"].tolist() == ["Pier closed", "Ferry moves"]
    assert articles["outlet"].unique().tolist() == ["The Hallen Post"]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2031-03-03", "2031-03-04"]
    assert articles["source_text"].str.contains("chief engineer").all()
    assert not articles["source_text"].str.contains("Sport|©").any()


def test_the_folder_of_a_download_says_where_its_pages_are(site, tmp_path):
    site.pages["/pier"] = STORY.format("Pier closed", 3)
    get(tmp_path, f"{site.url}/pier")
    _, problems = load.read(tmp_path / "out")
    assert ["the pages are in the folder pages" in line for line in problems["problem"]].count(True) == 1


def test_a_list_of_addresses_among_articles_is_a_problem_that_names_the_command(tmp_path):
    (tmp_path / "list.txt").write_text("https://a.example/1\nhttps://a.example/2\n")
    (tmp_path / "story.txt").write_text("Rain fell on Hallen.")
    articles, problems = load.read(tmp_path)
    assert articles["source_file"].tolist() == ["story.txt"]
    assert problems["problem"].tolist() == [
        "it is a list of web addresses, not an article. Get the pages with: workbook fetch urls FILE"
    ]


def test_progress_counts_the_pages(site, tmp_path):
    from io import StringIO

    from analysis.corpus.progress import Lines

    shown = StringIO()
    site.pages |= {"/a": BODY.format("A"), "/b": BODY.format("B")}
    get(tmp_path, f"{site.url}/a", f"{site.url}/b", progress=Lines(shown))
    assert shown.getvalue().splitlines()[:2] == [
        "workbook: reading the addresses …",
        "workbook: fetching 2 pages …",
    ]


# --- The command ----------------------------------------------------------------------------------


def test_the_command_fetches_the_pages_of_a_feed_s_address(site, tmp_path, capsys):
    site.pages |= {"/a": BODY.format("A")}
    site.pages["/feed"] = (
        f"<rss version='2.0'><channel><item><link>{site.url}/a</link></item></channel></rss>"
    )
    out = tmp_path / "pages"
    assert main(["fetch", "urls", f"{site.url}/feed", "--out", str(out), "--private", "--pause", "0"]) == 0
    printed = capsys.readouterr()
    assert f"Fetched 1 of 1 pages into {out}/" in printed.out
    assert f"workbook run {out / 'pages'}" in printed.out


def test_the_command_fails_where_nothing_came(site, tmp_path, capsys):
    (tmp_path / "list.txt").write_text(f"{site.url}/gone\n")
    asked = [
        "fetch",
        "urls",
        str(tmp_path / "list.txt"),
        "--out",
        str(tmp_path / "out"),
        "--private",
        "--pause",
        "0",
    ]
    assert main(asked) == 2
    assert f"workbook: {site.url}/gone: there is no such page (HTTP 404)." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "name one file of addresses"),
        (["a.txt", "b.txt"], "name one file of addresses"),
        (["nowhere.txt"], "nowhere.txt cannot be read: No such file or directory"),
    ],
)
def test_the_command_without_a_list_says_what_is_needed(tmp_path, capsys, names, message):
    assert main(["fetch", "urls", *names, "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_two_commands_do_not_write_to_one_folder(site, tmp_path):
    from analysis.corpus import CorpusError
    from analysis.corpus.lock import lock

    site.pages["/a"] = BODY.format("A")
    with lock(tmp_path / "out" / ".fetching"), pytest.raises(CorpusError):
        get(tmp_path, f"{site.url}/a")


def test_a_site_is_named_by_scheme_host_and_port():
    assert manners.host_of("https://ida:secret@Post.example:8443/x") == "https://post.example:8443"


def test_the_table_is_plain_csv_with_one_row_an_address(site, tmp_path):
    site.pages |= {f"/{n}": BODY.format(n) for n in range(3)}
    table, _ = get(tmp_path, *(f"{site.url}/{n}" for n in range(3)))
    assert list(next(iter(table.values()))) == list(keeping.COLUMNS)
    assert len(json.dumps(list(table))) > 0
    assert len(table) == 3
