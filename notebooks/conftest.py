"""How the notebooks are compared with what is stored in them."""


def pytest_collectstart(collector):
    # pandas stores a table twice, as text and as HTML. The HTML changes with
    # every pandas release; the text has the same numbers. Pixels differ between
    # font libraries; the text of a finding has the same numbers. A panel is
    # compared too: its id depends on the articles alone.
    if collector.path.suffix == ".ipynb":
        collector.skip_compare += ("text/html", "image/png", "image/svg+xml")
