"""JupyterLab, the app and the published pages in a browser: results, mouse, keyboard, accessibility.

Needs Chromium, Chrome or Edge and the extra `browser` (see CONTRIBUTING.md);
without them these tests are skipped, and nothing else needs either. What was
seen is kept in `exports/browser/`, or in the folder that WORKBOOK_ARTEFACTS names.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import browser
import nbformat
import pytest

from analysis import report
from analysis.corpus.lab import EXTENSIONS

ROOT = Path(__file__).parents[1]
SEEN = Path(os.environ.get("WORKBOOK_ARTEFACTS", ROOT / "exports" / "browser"))
MINUTE = 60_000  # milliseconds
PATIENCE = 8 * MINUTE  # a busy machine takes its time
WIDTH, HEIGHT = 1366, 768  # a laptop's screen

# Markup is dropped when a text is read; what is left as text, since it was escaped, must stay text.
HOSTILE = (
    "Ferry board &lt;script>window.ran = 1&lt;/script> quarrels over its timetable\n\n"
    "The harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding a terrible report. "
    "<img src=x onerror=\"window.ran = 2\"> <a href=\"javascript:window.ran = 3\">Read more</a> here.\n\n"
    "Vane said the claim was false and shameful. “There is nothing to hide,” she told the council on Tuesday. "
    "</p></div><script>window.ran = 4</script><style>body { display: none }</style> The council will vote in June.\n"
)  # fmt: skip


pytestmark = browser.MARKS


@pytest.fixture(scope="module")
def chromium():
    SEEN.mkdir(parents=True, exist_ok=True)
    with browser.chromium() as program:
        yield program


# --- JupyterLab ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of the notebooks and one that reads a hostile article: its address, and its token."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "work" / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (home / "work" / "ferry.txt").write_text(HOSTILE, encoding="utf-8")
    _write(folder / "reading.ipynb", "from analysis import corpus, read", READ)
    _write(folder / "exploring.ipynb", "from analysis import explore", EXPLORE)
    token, port = secrets.token_hex(16), _free_port()
    command = ["-m", "jupyterlab", "--no-browser", f"--port={port}", *_for_lab(token)]
    command += [f"--ServerApp.root_dir={home / 'work'}", f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
    with _served(command, home, f"http://127.0.0.1:{port}/api/status?token={token}"):
        yield f"http://127.0.0.1:{port}/lab", token


def _for_lab(token: str) -> list[str]:
    return [
        "--allow-root", "--port-retries=0", f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip


@contextlib.contextmanager
def _served(command: list[str], home: Path, address: str, folder: Path | None = None) -> Iterator[None]:
    """A Python command that serves an address, with its own home, for as long as it is needed."""
    settings = home / "settings" / "@jupyterlab"
    for plugin, said in (
        ("notebook-extension/tracker", {"windowingMode": "none"}),
        ("apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}),
    ):
        file = settings / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(said), encoding="utf-8")
    own = {
        "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("WORKBOOK_CORPUS", "WORKBOOK_MEASURED", "WORKBOOK_SIZES")
    }
    # Parsed documents are kept where they always are, though the home is another.
    kept.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command], env=kept | own, cwd=folder, stdout=log, stderr=log
        )
        try:
            _await(address, server, home / "server.log")
            yield
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(30)
            server.kill()


COMPUTED = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const kernel = panel?.sessionContext?.session?.kernel;
    if (!kernel || !panel.content?.model) return false;
    const code = panel.content.model.toJSON().cells.filter(cell => cell.cell_type === 'code');
    const failed = code.some(cell => cell.outputs.some(output => output.output_type === 'error'));
    return failed || (kernel.status === 'idle' && code.every(cell => !cell.source.length || cell.execution_count > 0)
        && [...panel.node.querySelectorAll('.jp-InputPrompt')].every(p => !p.textContent.includes('*')));
}"""
READ = ['ferry = corpus.measure("../ferry.txt")', 'read.article(ferry, show=["voices", "cut"])']
EXPLORE = ["explore.panel()"]


def _write(path: Path, *cells) -> None:
    sources = [cell for part in cells for cell in ([part] if isinstance(part, str) else part)]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(made, path)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _await(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def _opened(chromium, lab, name: str) -> Iterator[Any]:
    """A notebook in JupyterLab, all its cells run: its page."""
    address, token = lab
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/workspaces/{name}/tree/notebooks/{name}.ipynb?token={token}")
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(COMPUTED)
    yield page
    context.close()


def outputs(page) -> list[dict]:
    """What the cells of the open notebook put out."""
    cells = page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells")
    return [output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]]


def no_error(page) -> None:
    failed = [f"{put['ename']}: {put['evalue']}" for put in outputs(page) if put["output_type"] == "error"]
    assert not failed


def test_the_first_notebook_runs_in_jupyterlab_and_ends_with_the_panel(chromium, lab):
    with _opened(chromium, lab, "00_start_here") as page:
        no_error(page)
        assert page.locator(".card:visible").count() >= 3
        page.screenshot(path=SEEN / "start.png")
        page.wait_for_function(IDLE)
        press(page, "Voices")
        page.locator(".mw-panel").scroll_into_view_if_needed()
        page.screenshot(path=SEEN / "start-panel.png")


@pytest.fixture
def reading(chromium, lab):
    with _opened(chromium, lab, "reading") as page:
        no_error(page)
        page.locator(".reading").scroll_into_view_if_needed()
        yield page


def looks(page, selector: str) -> list[str]:
    """Background and underline of the first mark of a kind."""
    return page.locator(f".reading .r-page {selector}").first.evaluate(
        "(mark) => { const look = getComputedStyle(mark);"
        " return [look.backgroundColor, look.textDecorationLine, look.borderBottomStyle, look.outlineStyle]; }"
    )


def test_the_reading_view_s_layers_switch_by_mouse_and_by_keyboard(reading):
    page = reading
    switch = page.locator(".reading input.r-in-v")
    assert switch.is_checked()
    on = looks(page, ".r-quoted")
    page.screenshot(path=SEEN / "reading-on.png")
    page.locator(".reading label", has=page.locator("input.r-in-v")).click()
    assert not switch.is_checked()
    off = looks(page, ".r-quoted")
    assert off != on
    page.screenshot(path=SEEN / "reading-off.png")
    switch.focus()
    page.keyboard.press("Space")
    assert switch.is_checked()
    assert looks(page, ".r-quoted") == on
    # The tab key leads from switch to switch, and on to the marks.
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('.reading') !== null")
    assert page.evaluate("() => document.activeElement.type") == "checkbox"
    was = page.evaluate("() => document.activeElement.checked")
    page.keyboard.press("Space")
    assert page.evaluate("() => document.activeElement.checked") != was


def test_escape_closes_a_reason_and_it_opens_again(reading):
    mark = reading.locator(".reading .r-page .r-s:visible").nth(3)

    def waits_for(told: bool) -> None:
        reading.wait_for_function(
            "([mark, told]) => (getComputedStyle(mark, '::after').content !== 'none') === told",
            arg=[mark.element_handle(), told], timeout=MINUTE,
        )  # fmt: skip

    mark.scroll_into_view_if_needed()
    mark.hover(force=True)  # marks may lie on it
    waits_for(True)
    reading.screenshot(path=SEEN / "reading-reason.png")
    reading.keyboard.press("Escape")
    waits_for(False)
    reading.mouse.move(2, 2)
    mark.hover(force=True)  # marks may lie on it
    waits_for(True)


def test_a_script_tag_in_an_article_does_nothing(reading):
    page = reading
    assert page.evaluate("() => window.ran") is None
    shown = page.locator(".reading")
    assert shown.locator("script, iframe, object, embed, [onerror], [href^='javascript:']").count() == 0
    assert "<script>window.ran = 1</script>" in shown.locator(".r-page").text_content()
    assert page.evaluate("() => getComputedStyle(document.body).display") != "none"


# --- The panel ----------------------------------------------------------------------------------


# The script would define an AMD module where a page has RequireJS.
AXE_HERE = (
    "script => { const define = window.define; window.define = undefined;"
    " (0, eval)(script); window.define = define; }"
)
IDLE = "() => document.querySelector('.mw-views') && !document.querySelector('.mw-busy')"


@pytest.fixture(scope="module")
def panel_page(chromium, lab):
    with _opened(chromium, lab, "exploring") as page:
        no_error(page)
        page.wait_for_function(IDLE)
        yield page


@pytest.fixture
def panel(panel_page):
    """The page with the panel for the articles that came with the workbook, as it is at first."""
    panel_page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    press(panel_page, "Reset")
    return panel_page


def press(page, name: str) -> None:
    """Click a button of the panel and wait until the kernel has answered."""
    page.locator(".mw-panel").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_function(IDLE)


def chart(page) -> str:
    """The claim that the chart or the line in its place shows."""
    return page.locator(".mw-chart svg > title, .mw-claim").first.text_content()


def focus_is_inside(page) -> bool:
    return page.evaluate("() => document.activeElement.closest('.mw-panel') !== null")


def cells(page) -> int:
    return page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length")


def test_a_click_on_a_view_shows_its_chart_and_its_sentences(panel):
    seen = {}
    for view in ("Tone", "Words", "Voices", "Frames", "Compare"):
        press(panel, view)
        panel.screenshot(path=SEEN / f"panel-{view.lower()}.png")
        seen[view] = chart(panel)
        assert panel.locator(".mw-right li").count() > 0 or view == "Compare"
    assert len(set(seen.values())) == 5
    # One article cannot be compared: one line says what is needed, and no chart is drawn.
    assert seen["Compare"].startswith("Comparing tone needs 5 articles")
    assert panel.locator(".mw-chart").count() == 0


def test_a_mark_shows_its_sentences_by_mouse_and_by_arrow_keys(panel):
    press(panel, "Voices")
    panel.locator(".mw-chart .mark").first.click()
    first = panel.locator(".mw-tip").text_content()
    assert panel.locator(".mw-chart .mw-picked").get_attribute("aria-label") == first
    listed = panel.locator(".mw-right li").all_text_contents()
    assert first.split(":")[0] in " ".join(listed)
    panel.keyboard.press("ArrowDown")
    assert panel.locator(".mw-tip").text_content() != first
    assert panel.locator(".mw-chart .mark[tabindex='0']").count() == 1
    panel.keyboard.press("ArrowUp")
    assert panel.locator(".mw-tip").text_content() == first
    panel.keyboard.press("Escape")
    assert panel.locator(".mw-tip").count() == 0


def test_keys_stay_in_the_panel_whatever_was_clicked(panel):
    before = cells(panel)
    press(panel, "Voices")
    panel.locator(".mw-chart .mark").nth(1).click()
    for clicked in (None, "Show all", "Tone", "Show the text", "Back to the chart", "Reset"):
        if clicked:
            press(panel, clicked)
        assert focus_is_inside(panel), clicked
        for key in ("b", "d", "d", "a", "m"):
            panel.keyboard.press(key)
    assert cells(panel) == before
    assert panel.evaluate(
        "() => [...window.jupyterapp.shell.currentWidget.content.model.cells].every(cell => cell.type === 'code')"
    )


def test_a_sentence_is_opened_in_the_text(panel):
    press(panel, "Voices")
    row = panel.locator(".mw-right li").last
    words = row.locator("mark").text_content()
    row.get_by_role("button", name="Open in text").click()
    panel.wait_for_function("() => CSS.highlights.get('mw-sentence')?.size === 1")
    shown = panel.evaluate("() => [...CSS.highlights.get('mw-sentence')][0].toString()")
    assert "".join(words.split()[:3]) in "".join(shown.split())
    box = panel.locator(".mw-text").bounding_box()
    top = panel.evaluate("() => [...CSS.highlights.get('mw-sentence')][0].getBoundingClientRect().top")
    assert box["y"] <= top <= box["y"] + box["height"]
    panel.screenshot(path=SEEN / "panel-text.png")
    press(panel, "Back to the chart")
    assert panel.locator(".mw-chart svg").count() == 1


def test_the_code_of_a_chart_goes_into_a_cell_and_shows_the_same(panel):
    press(panel, "Voices")
    claim, before = chart(panel), cells(panel)
    press(panel, "Insert cell")
    panel.wait_for_function(
        "before => window.jupyterapp.shell.currentWidget.content.model.cells.length === before + 1",
        arg=before,
    )
    panel.keyboard.press("Control+Enter")
    panel.wait_for_function(COMPUTED)
    no_error(panel)
    assert outputs(panel)[-1]["data"]["text/plain"].startswith(claim)


@pytest.mark.parametrize("form", ["PNG", "SVG", "CSV"])
def test_a_chart_is_downloaded(panel, form, tmp_path):
    press(panel, "Voices")
    with panel.expect_download() as waiting:
        press(panel, form)
    assert waiting.value.suggested_filename == f"speakers.{form.lower()}"
    waiting.value.save_as(tmp_path / "chart")
    begins = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"speaker,"}[form]
    assert (tmp_path / "chart").read_bytes().lstrip().startswith(begins)


def test_a_dropped_file_is_measured_an_error_changes_nothing_and_the_first_articles_come_back(panel):
    first = chart(panel)
    panel.locator(".mw-grid").evaluate(
        "(panel, text) => { const given = new DataTransfer();"
        " given.items.add(new File([text], 'ferry.txt', {type: 'text/plain'}));"
        " panel.dispatchEvent(new DragEvent('drop', {dataTransfer: given, bubbles: true, cancelable: true})); }",
        HOSTILE,
    )
    panel.wait_for_function(
        "() => document.querySelector('.mw-status').textContent.startsWith('Measured')", timeout=2 * MINUTE
    )
    assert panel.evaluate("() => window.ran") is None
    assert "Ferry board" in panel.locator(".mw-list > summary").text_content()
    panel.screenshot(path=SEEN / "panel-dropped.png")
    dropped = chart(panel)
    open_others(panel)
    panel.get_by_placeholder("my-articles/").fill("nowhere")
    press(panel, "Open")
    assert "there is no such file or folder" in panel.locator(".mw-status").text_content()
    assert panel.get_by_placeholder("my-articles/").input_value() == "nowhere"
    assert chart(panel) == dropped
    press(panel, "Back to the first articles")
    assert chart(panel) == first


def open_others(page) -> None:
    for name in (".mw-list", ".mw-others"):
        if page.locator(f"{name}[open]").count() == 0:
            page.locator(f"{name} > summary").click()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("width", [900, 1366, 1920])
def test_the_panel_fits_and_axe_finds_no_violation(panel, theme, width):
    script = axe()
    panel.set_viewport_size({"width": width, "height": 1000})
    panel.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    light = str(theme == "JupyterLab Light").lower()
    panel.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)
    press(panel, "Voices")
    panel.locator(".mw-chart .mark").first.click()
    panel.screenshot(path=SEEN / f"panel-{width}-{'light' if light == 'true' else 'dark'}.png")
    assert panel.evaluate(
        "() => (box => box.scrollWidth <= box.clientWidth)(document.querySelector('.mw-panel'))"
    )
    inside = panel.locator(".mw-panel").bounding_box()
    drawn = panel.locator(".mw-chart svg").bounding_box()
    assert drawn["x"] >= inside["x"]
    assert drawn["x"] + drawn["width"] <= inside["x"] + inside["width"]
    open_others(panel)
    panel.evaluate(AXE_HERE, script)
    for opened in (None, "Show the text"):
        if opened:
            press(panel, opened)
        found = panel.evaluate(
            "() => axe.run(document.querySelector('.mw-panel'), {resultTypes: ['violations']})"
        )
        assert [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]] == []


# --- The commands -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A user's folder with one article."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "my-articles").mkdir()
    (folder / "my-articles" / "ferry.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(chromium, project, tmp_path_factory):
    """A page that `workbook lab my-articles` opens, with nothing clicked, when the notebook is computed."""
    token, port = secrets.token_hex(16), _free_port()
    command = [
        "-m",
        "analysis",
        "lab",
        "my-articles",
        "--no-browser",
        f"--port={port}",
        "--",
        *_for_lab(token),
    ]
    home = tmp_path_factory.mktemp("own")
    with _served(command, home, f"http://127.0.0.1:{port}/api/status?token={token}", project):
        context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://127.0.0.1:{port}/?token={token}")
        page.wait_for_function(COMPUTED)
        page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
        yield page
        context.close()


def shown(page) -> str:
    """What the open notebook shows under its cells, as text."""
    return " ".join(page.locator(".jp-OutputArea-output:visible").all_text_contents())


def test_the_user_s_articles_are_computed_when_lab_opens(own, project):
    no_error(own)
    assert own.evaluate("() => window.jupyterapp.shell.currentWidget.context.path") == (
        "workbook-lab/my-articles/00_start_here.ipynb"
    )
    text = shown(own)
    assert "Ferry board" in text
    assert "Trump" not in text
    own.screenshot(path=SEEN / "lab-own.png")


def test_the_notebook_is_opened_at_its_beginning(own):
    assert own.locator(".jp-WindowedPanel-outer:visible").first.evaluate("box => box.scrollTop") == 0
    assert own.locator(".jp-NotebookPanel:visible h1").first.is_visible()


def test_the_articles_and_the_notebooks_can_be_reached_in_the_file_browser(own):
    listed = own.evaluate(
        "async () => { const list = path => window.jupyterapp.serviceManager.contents.get(path);"
        " const names = async path => (await list(path)).content.map(file => file.name).sort();"
        " return [await names(''), await names('workbook-lab/my-articles')]; }"
    )
    assert listed[0] == ["my-articles", "workbook-lab"]
    assert "08_how_sure_are_we.ipynb" in listed[1]
    assert "conftest.py" not in listed[1]


def test_a_page_loaded_again_shows_the_results_and_computes_nothing(own):
    counts = (
        "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(c => c.execution_count)"
    )
    before = own.evaluate(counts)
    own.reload()
    own.wait_for_function(COMPUTED)
    time.sleep(3)  # longer than the extension needs to begin
    assert own.evaluate(counts) == before
    assert (
        own.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status")
        == "idle"
    )


def test_another_notebook_is_computed_when_it_is_opened(own):
    own.evaluate(
        "() => window.jupyterapp.commands.execute('docmanager:open',"
        " {path: 'workbook-lab/my-articles/06_timeline.ipynb'})"
    )
    own.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.context?.path.endsWith('06_timeline.ipynb')"
    )
    own.wait_for_function(COMPUTED)
    no_error(own)
    counts = own.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
        ".filter(cell => cell.cell_type === 'code').map(cell => cell.execution_count)"
    )
    assert counts == list(range(1, len(counts) + 1))


def test_the_app_answers_a_click_and_loads_nothing_from_outside(chromium, project, tmp_path):
    if find_spec("voila") is None:
        pytest.skip("Voila is not installed: pip install -e .[app]")
    port = _free_port()
    command = ["-m", "analysis", "app", "my-articles", "--no-browser", f"--port={port}"]
    with _served(command, tmp_path, f"http://127.0.0.1:{port}/static/", project):
        context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        arrived = []
        page.on("response", lambda response: arrived.append(response.url))
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        page.wait_for_function(IDLE)
        assert page.title() == "my-articles"
        press(page, "Voices")
        page.locator(".mw-chart .mark").first.click()
        assert page.locator(".mw-tip").text_content() == page.locator(".mw-picked").get_attribute(
            "aria-label"
        )
        press(page, "Show the text")
        assert "Ferry board" in page.locator(".mw-text").text_content()
        assert page.evaluate("() => window.ran") is None
        press(page, "Back to the chart")
        page.screenshot(path=SEEN / "app.png")
        page.evaluate(AXE_HERE, axe())
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        assert [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]] == []
        outside = [
            url for url in arrived if not url.startswith((f"http://127.0.0.1:{port}/", "data:", "blob:"))
        ]
        assert outside == []
        context.close()


# --- Accessibility ------------------------------------------------------------------------------


def axe() -> str:
    """axe-core's own script, which a test-only package carries (MPL-2.0)."""
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe-core is not installed: pip install -e .[browser]")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages that are published."""
    from analysis import corpus, read

    folder = tmp_path_factory.mktemp("pages")
    report.publish(corpus.measure(), folder)
    made = {name: folder / f"{name}.html" for name in ("report", "codebook")}
    (folder / "ferry.txt").write_text(HOSTILE, encoding="utf-8")
    for name, measured in (("reading", corpus.measure()), ("hostile", corpus.measure(folder / "ferry.txt"))):
        page = read.article(measured)
        made[name] = folder / f"{name}.html"
        made[name].write_text(
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{escape(page.text[:60])}</title>'
            f"</head><body><main><h1>Reading</h1>{page.html}</main></body></html>",
            encoding="utf-8",
        )
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report", "codebook", "reading", "hostile"])
def test_axe_finds_no_violation(chromium, pages, name, scheme):
    script = axe()
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, bypass_csp=True
    )
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(pages[name].as_uri())
        page.screenshot(path=SEEN / f"{name}-{scheme}.png")
        # The pages allow no script of their own; the test's is put in from outside.
        page.evaluate(script)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        told = [
            f"{rule['id']} ({rule['impact']}), {len(rule['nodes'])} times: {rule['nodes'][0]['html'][:160]}"
            for rule in found["violations"]
        ]
        assert not told
        assert page.evaluate("() => window.ran") is None
    finally:
        context.close()


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("name", ["report", "codebook"])
def test_no_page_is_wider_than_the_screen(chromium, pages, name, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    try:
        page = context.new_page()
        page.goto(pages[name].as_uri())
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.screenshot(path=SEEN / f"{name}-{width}.png")
    finally:
        context.close()
