"""The articles in one file out of a news archive: LexisNexis, Nexis Uni, Factiva, ProQuest and others.

How each archive writes its files is data, one TOML file per form (see `forms`);
a new archive, or a changed export, is a new file.
"""

from __future__ import annotations

import re

from analysis.load.bundles import paged, tagged
from analysis.load.bundles.article import Article
from analysis.load.bundles.forms import forms
from analysis.load.problem import RefusedError

__all__ = ["Article", "in_page", "split"]

# What the pages of archives' downloads have and others have not.
_PAGES = re.compile(
    r"enArticle|articleParagraph|DocPublicationName|titreArticle|End of Document|LOAD-DATE|Load-Date|"
    r"\bDOCUMENTS?\b|DOKUMENT|ProQuest document ID|Gale Document Number|GALE\||Author/Byline|Record Number|"
    r"on-the-fly.{1,8}machine translation|>HD<|Search Summary|Fin du document|Fin del documento|"
    r"Ende des Dokuments",
)


def in_page(markup: str) -> bool:
    """Whether a web page may be the download of an archive; `split` of its text decides.

    >>> in_page("<div class='article enArticle'>"), in_page("<article><p>Rain fell.</p></article>")
    (True, False)
    """
    return _PAGES.search(markup) is not None


def split(text: str, name: str = "", day_first: bool | None = None) -> list[Article | RefusedError] | None:
    r"""The articles in an archive's export, in order, or None if the text is no such export.

    Parameters
    ----------
    text
        The text of a file, or the lines of a document joined by line ends.
    name
        The file's name.
    day_first
        How to read 03/04/2025; see `days.day`.

    Returns
    -------
    list or None
        Each article with its stretch of the text, its facts and its layout, and in
        the place of one that cannot be read why. An export in which no article can
        be told from another is one refusal.

    Examples
    --------
    >>> export = '''1 of 1 DOCUMENT
    ...
    ... The Hallen Post
    ...
    ... May 3, 2024 Friday
    ...
    ... Rain at last
    ...
    ... LENGTH: 2 words
    ...
    ... Rain fell.
    ...
    ... LOAD-DATE: May 3, 2024
    ... '''
    >>> article = split(export)[0]
    >>> article.facts.outlet, str(article.facts.published), article.facts.headline
    ('The Hallen Post', '2024-05-03', 'Rain at last')
    >>> split("Rain fell on Hallen.") is None
    True
    """
    for form in forms():
        if form.knows(text):
            read = tagged.articles if form.tags else paged.articles
            found = read(form, text, day_first)
            if any(isinstance(item, Article) for item in found):
                return found
            why = f" ({found[0].problem})" if found and isinstance(found[0], RefusedError) else ""
            return [
                RefusedError(
                    f"it looks like an export of {form.name}, but no article could be told apart in it{why}. "
                    "Download it again with the full text of each article, or save each article as a file."
                )
            ]
    return None
