"""Findings on what was read, and the colours of all charts."""

import itertools

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis import findings, tables
from analysis.findings import looks
from analysis.findings.articles import set_aside, text_roles


def passages(*roles):
    """Passages one after the other, from pairs of role and length; each body passage has one repair."""
    rows, start = [], 0
    for number, (role, size) in enumerate(roles):
        rows.append(("a", number, role, start, start + size, "x" * size, int(role == "body"), "a rule", []))
        start += size
    return tables.PASSAGES.frame(rows)


PRINTED = (("headline", 10), ("blank", 2), ("body", 85), ("blank", 2), ("caption", 5))


def test_the_roles_share_out_the_printed_characters():
    assert text_roles(passages(*PRINTED)).values.tolist() == [
        ["body", 1, 85, 0.85, True],
        ["headline", 1, 10, 0.10, True],
        ["caption", 1, 5, 0.05, False],
    ]


def test_headline_and_body_are_measured_and_the_rest_is_listed(measured):
    found = findings.text_kept(measured(passages=passages(*PRINTED)))
    assert found.claim == "95% of the printed text is measured."
    assert found.alt == (
        "Share of characters: body 85%, headline 10% and caption 5%. 1 passage left out, 1 damaged character repaired."
    )
    assert found.evidence[["mark", "text", "because"]].values.tolist() == [
        ["caption", "xxxxx", "caption: a rule"]
    ]
    assert set_aside(passages(*PRINTED)).values.tolist() == [["caption", "xxxxx", "a rule"]]


def test_an_unknown_role_is_not_measured():
    assert text_roles(passages(("body", 8), ("poll", 2)))["measured"].tolist() == [True, False]


def test_no_text_is_no_share(measured):
    assert findings.text_kept(measured()).status == "lacking"


def test_unknown_facts_are_named(measured):
    articles = tables.ARTICLES.frame(
        {"article": name, "outlet": outlet, "published": pd.Timestamp("2031-05-01"), "headline": "H", "byline": "B",
         "url": "https://example.org", "words": 9, "source_file": "a.txt", "sha256": "0", "source_text": "x"}
        for name, outlet in (("a", "The Crier"), ("b", None))
    )  # fmt: skip
    found = findings.missing_facts(measured(articles=articles))
    assert found.claim == "Unknown for some of 2 articles: outlet."
    assert found.alt == "Articles without each fact: outlet 1; 2 articles in all."


# Machado, Oliveira & Fernandes (2009): what readers without one of the three cones see.
SEEN = {
    "all three cones": np.eye(3),
    "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green cones": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue cones": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    f = np.cbrt(np.clip(xyz, 1e-4, None) / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("cones", SEEN)
def test_the_colours_of_meaning_differ_for_every_reader_and_stand_out_from_paper(cones):
    meanings = (looks.REPORTER, looks.OTHERS, looks.POSITIVE, looks.NEGATIVE)
    seen = [lab(np.clip(SEEN[cones] @ linear(colour), 0, 1)) for colour in meanings]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 25
    for colour in meanings:
        assert 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05) > 3


def test_a_style_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_STYLE", str(tmp_path / "own.mplstyle"))
    with pytest.raises(
        findings.FindingError, match=r"WORKBOOK_STYLE names .*own\.mplstyle, which is not there"
    ):
        looks.style()


def test_a_style_file_of_the_user_s_is_applied_after_the_house_style(monkeypatch, tmp_path):
    (tmp_path / "own.mplstyle").write_text("font.size: 13\n")
    monkeypatch.setenv("WORKBOOK_STYLE", str(tmp_path / "own.mplstyle"))
    with looks.style():
        assert matplotlib.rcParams["font.size"] == 13
        assert matplotlib.rcParams["axes.grid.axis"] == "x"
