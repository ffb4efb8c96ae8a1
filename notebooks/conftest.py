"""How the notebooks are compared with what is stored in them."""


def pytest_collectstart(collector):
    # pandas stores a table twice, as text and as HTML. The HTML changes with
    # every pandas release; the text holds the same numbers. Pixels differ
    # between font libraries; the alt text beside them holds the numbers.
    if collector.path.suffix == ".ipynb":
        collector.skip_compare += ("text/html", "image/png", "image/svg+xml")
