"""Public corpora: what their files say becomes the columns that `load` knows."""

import hashlib
import http.server
import io
import json
import os
import threading
import zipfile
from pathlib import Path

import pytest

from analysis import gold, load
from analysis.__main__ import main

GOLD = Path(os.environ.get("WORKBOOK_GOLD", Path(__file__).parents[2] / "shared" / "gold"))
COMMIT = "c" * 40

# Invented articles, in the forms the corpora were published in.
EVENT = {
    "title": "Pool of Tolmin closed",
    "date": "2031-05-06",
    "source": "NYT",
    "url": "https://herald.example/pool",
    "triplet-uuid": "event-1",
    "body-paragraphs": [["The pool of Tolmin is closed.", "Mayor Vane said so."], ["Nobody swims."]],
}
STATEMENT = {
    "_id": "1",
    "sourceName": "Harbour Board",
    "sourceUrl": "https://board.example/1",
    "title": "On the pool",
    "text": "The board regrets that the pool of Tolmin is closed.",
}
WIRE = "Pool closed.\n\nTOLMIN — The pool of Tolmin is closed, Mayor Vane said on Tuesday."


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def published(tmp_path):
    """The three corpora as their authors' files would lie."""
    put(tmp_path / "basil/articles/2031/event-1_1.json", json.dumps(EVENT))
    put(tmp_path / "basil/articles/2031/event-1_2.json", json.dumps(EVENT | {"source": "hpo", "title": ""}))
    put(tmp_path / "re3d/Harbour_Board/documents.json", json.dumps(STATEMENT) + "\n")
    put(tmp_path / "polnear/data/dev/text/wash-post_2031-05-06_pool-closed.txt", WIRE)
    return tmp_path


def test_an_event_s_articles_share_its_id_and_one_spelling_of_each_outlet(published):
    articles = gold.corpus("basil", published / "basil")
    assert [article["outlet"] for article in articles] == ["The New York Times", "HuffPost"]
    assert {article["event"] for article in articles} == {"event-1"}
    assert articles[0]["text"] == "The pool of Tolmin is closed. Mayor Vane said so.\n\nNobody swims."
    assert "headline" not in articles[1]  # unknown is missing


def test_statements_have_an_outlet_and_no_day(published):
    (article,) = gold.corpus("re3d", published / "re3d")
    assert article == {
        "outlet": "Harbour Board",
        "headline": "On the pool",
        "url": "https://board.example/1",
        "text": STATEMENT["text"],
    }


def test_outlet_and_day_are_read_from_names_of_files(published):
    (article,) = gold.corpus("polnear", published / "polnear")
    assert (article["outlet"], article["published"]) == ("The Washington Post", "2031-05-06")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("basel", r"^no corpus 'basel'\. There are: polnear, re3d, basil\.$", id="an unknown name"),
        pytest.param("basil", r"^no article of basil in .*`workbook fetch corpus basil` gets them\.$", id="nothing there"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_an_error_that_says_what_is(tmp_path, name, said):
    with pytest.raises(gold.GoldError, match=said):
        gold.corpus(name, tmp_path)


def test_a_file_in_another_form_is_an_error(tmp_path):
    put(tmp_path / "articles/2031/a.json", '{"body": "Rain fell."}')
    with pytest.raises(gold.GoldError, match="is not in the form basil was published in: KeyError"):
        gold.corpus("basil", tmp_path)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def shop(tmp_path):
    """BASIL's archive, served on this machine alone, and how it is listed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"BASIL-{COMMIT}/articles/2031/event-1_1.json", json.dumps(EVENT))
        archive.writestr(f"BASIL-{COMMIT}/annotations/event-1_1.json", "not wanted")
    served = tmp_path / "served"
    served.mkdir()
    (served / f"{COMMIT}.zip").write_bytes(made.getvalue())
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: _Handler(*args, directory=str(served))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_address[1]}"
    about = gold.sets()["basil"] | {
        "archive": at + "/{commit}.zip",
        "commit": COMMIT,
        "sha256": hashlib.sha256(made.getvalue()).hexdigest(),
    }
    yield {"basil": about}
    server.shutdown()
    server.server_close()


def test_a_corpus_is_fetched_licence_first_into_one_file_that_load_reads(tmp_path, shop):
    said: list[str] = []
    out = tmp_path / "corpora"

    def say(line):
        if "licence" in line:
            assert not out.exists()
        said.append(line)

    made = gold.fetch_corpus("basil", out, tmp_path / "kept", say=say, listed=shop)
    assert made == out / "basil.jsonl"
    assert "  licence: none stated. Use: measure only, since no licence is stated." in said
    assert said[-1] == f"  1 articles of 1 outlets in {made}"
    articles, problems = load.read(made)
    assert problems.empty
    row = articles.iloc[0]
    assert (row["outlet"], row["event"], row["licence"]) == ("The New York Times", "event-1", "none stated")
    assert str(row["published"].date()) == "2031-05-06"
    assert row["headline"] == "Pool of Tolmin closed"


def test_the_command_lists_corpora_with_their_licences(capsys):
    assert main(["fetch", "corpus", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(gold.corpora())
    assert all("licence: " in line for line in lines)


def test_the_command_wants_a_name_and_lists_those_there_are(capsys):
    assert main(["fetch", "corpus"]) == 2
    assert capsys.readouterr().err.strip() == (
        "workbook: name a corpus to fetch. There are: polnear, re3d, basil."
    )


@pytest.mark.skipif(not GOLD.is_dir(), reason="the public sets are not here; `workbook fetch gold` gets them")
@pytest.mark.parametrize(("name", "articles", "outlets"), [("basil", 300, 3), ("re3d", 90, 6)])
def test_the_real_corpora_are_read_whole(name, articles, outlets):
    read = gold.corpus(name, GOLD / name)
    assert len(read) == articles
    assert len({article["outlet"] for article in read}) == outlets
