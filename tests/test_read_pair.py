"""Two articles side by side: what is alike, what only one reports, and which two are meant."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from lxml import html

from analysis import corpus, parse, read
from analysis.read.alignment import bare, shared_spans

PAIRS = tomllib.loads(Path(__file__).with_name("read_pairs.toml").read_text(encoding="utf-8"))["pair"]
TOPICS = [pair["topic"] for pair in PAIRS]


def parsed(page):
    return html.fragment_fromstring(page.body, create_parent="div")


# --- Which sentences are alike ------------------------------------------------------------------

MISSED = {
    "a football transfer": "two clubs and a player are all that the sentences share",
    "a hospital merger": "in an article of seven sentences, hospitals and merger are the topic",
    "a rocket launch": "in an article of seven sentences, valve is the topic",
}
FALSE = {"a storm": "six districts, and an office that both name, are words that tell nothing here"}


def found(pair):
    sides = [parse.sentences_of(pair[side]) for side in ("one", "other")]
    return {tuple(row) for row in read.aligned(*sides)[["one", "other"]].to_numpy().tolist()}


def cases(known):
    return [
        pytest.param(
            pair,
            id=pair["topic"],
            marks=[pytest.mark.xfail(reason=known[pair["topic"]], strict=True)]
            if pair["topic"] in known
            else [],
        )
        for pair in PAIRS
    ]


@pytest.mark.parametrize("pair", cases(MISSED))
def test_what_is_reported_alike_is_found(pair):
    assert {tuple(alike) for alike in pair["alike"]} <= found(pair)


@pytest.mark.parametrize("pair", cases(FALSE))
def test_what_is_not_alike_stays_apart(pair):
    assert found(pair) <= {tuple(alike) for alike in pair["alike"] + pair["either"]}


def test_of_all_alike_pairs_nine_in_ten_are_found_and_one_in_twenty_found_is_wrong():
    right = wrong = missed = 0
    for pair in PAIRS:
        alike, either = ({tuple(one) for one in pair[name]} for name in ("alike", "either"))
        right += len(found(pair) & alike)
        wrong += len(found(pair) - alike - either)
        missed += len(alike - found(pair))
    assert (right, wrong, missed) == (55, 2, 4)


def test_a_sentence_has_as_many_counterparts_as_report_it():
    one = parse.sentences_of(["The site floods every winter, and saving 400,000 pounds a year decides it."])
    other = parse.sentences_of(
        [
            "“It floods every winter,” she said.",
            "Rain fell.",
            "The closure means saving 400,000 pounds a year.",
        ]
    )
    assert read.aligned(one, other)[["one", "other"]].to_numpy().tolist() == [[1, 1], [1, 3]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mayor Helen Ward said the closure would save money.", "Mayor Helen Ward welcomed the vote."),
        ("Chief executive Nora Lund left on Monday.", "Chief executive Nora Lund bought shares on Monday."),
        ("Fire chief Ines Calder praised her crews.", "Fire chief Ines Calder warned of smoke."),
        ("“No,” said Lena Oskari, the authority’s chief engineer.", "Lena Oskari, the chief engineer, was ill."),
        ("The Roads Authority closed a road on Friday.", "The Roads Authority, an authority of roads, hired Ada Vane."),
        ("In Milton, Ole Rask met Ada Vane on 12 May 2024.", "Ole Rask wrote to Ada Vane in Milton on 12 May 2024."),
    ],
)  # fmt: skip
def test_names_offices_and_days_alone_make_no_sentences_alike(one, other):
    assert read.aligned(parse.sentences_of([one]), parse.sentences_of([other])).empty


def test_words_before_a_comma_are_no_office_of_the_name_after_it():
    one = parse.sentences_of(["Marl Bridge closed after inspectors find crack"])
    other = parse.sentences_of(["Inspectors find crack, Marl Bridge shut to traffic"])
    assert read.aligned(one, other)[["one", "other"]].to_numpy().tolist() == [[1, 1]]


def test_an_article_without_words_has_no_pairs():
    sides = [parse.sentences_of(texts) for texts in (["…"], ["“It floods.”", "!"])]
    assert read.aligned(*sides).empty
    assert read.aligned(sides[0].iloc[:0], sides[1]).empty


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ("The Milton Chronicle, 12 May 2024", True),
        ("Milton Gazette | Sunday 12 May", True),
        ("12 May 2024", True),
        ("Milton", False),
        ("MILTON, May 12", True),
        ("The council met on 12 May 2024", False),
        ("Ole Rask.", False),
        ("“Who?”", False),
    ],
)
def test_a_line_of_outlet_and_day_is_not_compared(line, is_bare):
    sentences = parse.sentences_of([line, "People in Milton read the Chronicle and the Gazette."])
    assert bare(sentences).tolist() == [is_bare, False]


@pytest.mark.parametrize(
    ("mine", "theirs", "marked"),
    [
        ("The site floods every winter.", "It floods every winter, they said.", ["floods every winter"]),
        (
            "Councillors agreed to close it.",
            "Council voted to close the branch.",
            ["Councillors", "to close"],
        ),
        ("Rain at noon.", "Sun at dawn.", []),
    ],
)
def test_shared_words_are_marked_and_function_words_only_in_phrases(mine, theirs, marked):
    assert [mine[start:end] for start, end in shared_spans(mine, theirs)] == marked


# --- The page -----------------------------------------------------------------------------------

ONE = """Council closes the north bridge

The Harbour Post, 3 March 2031

The council closed the north bridge on Friday after cracks were found in a pillar.

“We will not gamble with lives,” said mayor Ole Rask.

Shops nearby expect to lose a third of their trade.
"""
OTHER = """North bridge shut

It rained for hours.

The council closed the north bridge on Friday after cracks were found in one of its pillars.

Mayor Rask told reporters: “We will not gamble with lives.”
"""
THIRD = """Carnival draws record crowd

Some 60,000 people came to the carnival in Portmere on Saturday, and the sun shone on the parade.
"""
FACTS = """file,outlet,published,headline
one.txt,The Harbour Post,2031-03-03,Council closes the north bridge
other.txt,The Daily Quay,2031-03-03,North bridge shut
third.txt,The Daily Quay,2031-03-04,Carnival draws record crowd
"""


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bridge")
    for name, text in (("one", ONE), ("other", OTHER), ("third", THIRD), ("articles", FACTS)):
        suffix = "csv" if name == "articles" else "txt"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return corpus.measure(folder)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    for name, text in (("one", ONE), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return corpus.measure(folder)


def rows(page):
    """Each row as its heading and the sentences of both articles."""
    return [
        (
            row.xpath("string(./p[@class='r-how'])"),
            *(
                [p.text_content() for p in cell.xpath("./p[not(@class)]")]
                for cell in row.xpath("./div[contains(@class, 'r-cell')]")
            ),
        )
        for row in parsed(page).xpath(".//div[@class='r-pairs']/div[not(contains(@class, 'r-names'))]")
    ]


def test_the_two_most_alike_articles_of_different_outlets_are_shown(bridge):
    page = read.side_by_side(bridge)
    assert page.title == "The Harbour Post and The Daily Quay, side by side"
    heads = parsed(page).xpath(".//div[contains(@class, 'r-names')]//strong/text()")
    assert heads == ["The Harbour Post", "The Daily Quay"]
    (row,) = (row for row in rows(page) if "cracks" in " ".join(row[1]))
    assert row[0] == "In both, nearly word for word"
    assert "The council closed the north bridge on Friday after cracks were found in a pillar." in row[1]
    assert (
        "The council closed the north bridge on Friday after cracks were found in one of its pillars."
        in row[2]
    )


def test_outlets_are_named_and_never_called_first_or_second(bridge):
    page = read.side_by_side(bridge)
    text = parsed(page).text_content()
    assert "Only in The Harbour Post" in text
    assert "Only in The Daily Quay" in text
    assert "the first" not in text
    assert "the second" not in text
    assert "sentences in The Harbour Post have a counterpart in The Daily Quay" in repr(page)


def test_every_sentence_is_shown_once_and_lines_of_outlet_and_day_never(bridge):
    shown = rows(read.side_by_side(bridge))
    for place, name in ((1, "Council closes"), (2, "North bridge shut")):
        article = bridge.used.loc[bridge.used["headline"].str.startswith(name), "article"].item()
        own = bridge.sentences.loc[bridge.sentences["article"] == article, "text"]
        texts = [text for row in shown for text in row[place]]
        assert sorted(texts) == sorted(text for text in own if text != "The Harbour Post, 3 March 2031")


def test_one_person_under_two_names_is_one_source(bridge):
    body = parsed(read.side_by_side(bridge)).xpath(".//table[@class='r-shares']/tbody/tr")
    table = {
        row.xpath("string(th)"): [cell.text_content().partition(": ")[2] for cell in row.xpath("td")]
        for row in body
    }
    assert table["Named"] == ["Ole Rask", "–", "–"]
    assert table["Sources"] == ["Ole Rask", "–", "–"]
    assert table["Quoted"][1:] == ["–", "–"]
    assert "We will not gamble with lives" in table["Quoted"][0]


@pytest.mark.parametrize(
    ("names", "title"),
    [
        pytest.param(("council closes", "shut"), "The Harbour Post and The Daily Quay", id="parts of headlines"),
        pytest.param(("The Daily Quay", "The Harbour Post"), "The Daily Quay and The Harbour Post", id="outlets"),
        pytest.param(("other.txt",), "The Daily Quay and The Harbour Post", id="one file, and the most like it"),
        pytest.param(("shut", "carnival"), "“North bridge shut” and “Carnival draws record crowd”", id="one outlet"),
    ],
)  # fmt: skip
def test_articles_are_named_by_what_a_reader_knows(bridge, names, title):
    assert read.side_by_side(bridge, *names).title == f"{title}, side by side"


def test_ids_name_articles(bridge):
    one, other, _ = bridge.used["article"]
    assert read.side_by_side(bridge, other, one).title == "The Daily Quay and The Harbour Post, side by side"


def test_a_corpus_of_two_articles_needs_no_names_and_no_outlets(two):
    page = read.side_by_side(two)
    assert page.title == "“Council closes the north bridge” and “North bridge shut”, side by side"
    assert "Only in “Council closes the north bridge”" in parsed(page).text_content()


@pytest.mark.parametrize(
    ("names", "error"),
    [
        pytest.param(("one.txt", "The Harbour Post"), "'one.txt' and 'The Harbour Post' are one article", id="one twice"),
        pytest.param(("carnival", "flood"), "no article 'flood' is measured. Name one by id, outlet or", id="no such"),
        pytest.param(("", "carnival"), "no article '' is measured", id="an empty name"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_an_error_with_the_way_out(bridge, names, error):
    with pytest.raises(read.ReadError) as raised:
        read.side_by_side(bridge, *names)
    assert str(raised.value).startswith(error)


@pytest.mark.parametrize(
    ("kept", "changes", "error"),
    [
        (["shut"], {}, "only one article is measured. Two are needed: measure a folder that holds both."),
        (["shut", "closes", "Carnival"], {"outlet": "The Daily Quay"},
         "no two articles of different outlets: all are of The Daily Quay. Name two articles: "),
        (["shut", "closes", "Carnival"], {"outlet": None},
         "no two articles of different outlets: no outlet is known. Name two articles: "),
    ],
    ids=["one article", "one outlet", "no outlet"],
)  # fmt: skip
def test_without_two_outlets_it_says_why(bridge, kept, changes, error):
    articles = bridge.articles[bridge.articles["headline"].str.contains("|".join(kept))].assign(**changes)
    some = corpus.Measured(**{**dict(bridge.items()), "articles": articles})
    with pytest.raises(read.ReadError) as raised:
        read.side_by_side(some)
    assert str(raised.value).startswith(error)


def test_an_ambiguous_headline_names_the_articles_that_it_fits(bridge):
    with pytest.raises(read.ReadError) as raised:
        read.article(bridge, "bridge")
    assert str(raised.value).startswith("'bridge' is the name of 2 articles: ")
    assert str(raised.value).endswith("Write more of the headline, or the id.")


def test_tables_are_aligned_left_against_the_rules_of_jupyterlab():
    # `.jp-RenderedHTMLCommon:not(.jp-RenderedMarkdown) td` has two classes and one element; this has more.
    sheet = read.style()
    rule = sheet[sheet.index(".reading.r-wide table.r-shares :is(th,td)") :]
    assert "text-align: left" in rule[: rule.index("}")]
