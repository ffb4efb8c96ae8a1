// The panel's page: draws what Python sends, and sends back what is clicked.

const LARGEST = 8; // megabytes in one message to the kernel; Jupyter closes the connection at 10
const FIRST = 100; // sentences listed before a mark is chosen; `LISTED` in views.py

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null));
  return node;
};
const put = (node, ...children) => node.replaceChildren(...children.filter(child => child != null));
const raw = (tag, attributes, html) => {
  const node = make(tag, attributes);
  node.innerHTML = html;
  return node;
};
const button = (key, label, onclick, more = {}) =>
  make("button", { type: "button", "data-key": key, onclick, ...more }, label);
const many = number => number.toLocaleString("en");

// The nth range of an element whose text is the given one, whatever marks divide it; labels are skipped.
function rangeOf(element, text, nth) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, node =>
    node.parentElement.closest("sup, .r-sign") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const places = [];
  let all = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at++) { // line breaks differ between text and sentence: no white space
      if (/\s/.test(node.data[at])) continue;
      all += node.data[at];
      places.push([node, at]);
    }
  }
  const wanted = text.replace(/\s/g, "");
  let start = all.indexOf(wanted);
  for (; nth > 0 && all.indexOf(wanted, start + 1) > 0; nth--) start = all.indexOf(wanted, start + 1);
  if (start < 0 || !wanted) return null;
  const range = document.createRange();
  const [last, end] = places[start + wanted.length - 1];
  range.setStart(...places[start]);
  range.setEnd(last, end + 1);
  return range;
}

async function copied(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make("textarea", {}, text); // pages that are not served over HTTPS have no clipboard
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function render({ model, el }) {
  let searched = "";
  let picked = null; // the mark that is chosen: its key and its words
  let reading = false; // whether the text is shown in place of the chart

  const status = make("p", { class: "mw-status", role: "status" });
  const left = make("div", { class: "mw-left" });
  const top = make("div", { class: "mw-top" });
  const centre = make("div", { class: "mw-centre" });
  const right = make("section", { class: "mw-right", "aria-label": "Sentences", tabindex: "0" });
  const foot = make("div", { class: "mw-foot" });
  const main = make("div", { class: "mw-main" }, status, centre);
  const root = make("div", { class: "mw-grid", tabindex: "-1" }, top, left, main, right, foot);
  // JupyterLab's shortcuts skip what has this attribute: keys stay in the panel.
  el.append(make("div", { class: "mw-panel", role: "region", "aria-label": "Explore the articles",
    "data-lm-suppress-shortcuts": "true" }, root));

  const state = () => model.get("state");

  function busy(text) {
    root.classList.toggle("mw-busy", Boolean(text));
    if (text) say(text);
  }
  function say(text) {
    status.textContent = text;
  }
  function send(message, text = "Working …", buffers = undefined) {
    busy(text);
    model.send(message, undefined, buffers);
  }
  const choose = changes => send({ type: "choose", changes });

  // What had the focus has it again after drawing, so that the next key does not reach the notebook.
  function keepFocus(drawing) {
    const before = root.contains(document.activeElement) ? document.activeElement : null;
    const key = before?.dataset.key;
    drawing();
    if (!before || root.contains(document.activeElement)) return;
    const after = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    after?.focus({ preventScroll: true });
    if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
  }

  // --- Left: the articles ---------------------------------------------------------------------

  const wide = () => root.clientWidth >= 1000;
  const fold = new ResizeObserver(() => {
    const list = left.querySelector(".mw-list");
    if (!list || list.dataset.wide === String(wide())) return;
    list.open = wide();
    list.dataset.wide = wide();
  });
  fold.observe(root);

  function drawLeft() {
    const listed = model.get("listed");
    const several = listed.articles.length > 1;
    const entry = (id, headline, facts) => {
      const label = [make("b", { title: headline }, headline), make("small", {}, facts)];
      const choice = make("button",
        { type: "button", "data-key": `article ${id}`, onclick: () => choose({ article: id }) }, ...label);
      choice.dataset.article = id ?? "";
      return make("li", {}, choice);
    };
    const items = listed.articles.map(each => {
      const facts = [each.outlet, each.day, `${many(each.words)} words`].filter(Boolean).join(", ");
      const item = entry(each.id, each.headline, facts);
      item.dataset.text = `${each.headline} ${facts}`.toLowerCase();
      return item;
    });
    const none = make("li", { hidden: true }, "No article matches.");
    const filter = () => {
      for (const item of items) item.hidden = !item.dataset.text.includes(searched.trim().toLowerCase());
      none.hidden = items.some(item => !item.hidden);
    };
    const search = make("input", { type: "search", "aria-label": "Search the articles",
      placeholder: "Search the articles", oninput: event => { searched = event.target.value; filter(); } });
    searched = "";
    const all = several ? entry(null, "All articles", `${many(listed.articles.length)} articles`) : null;
    const list = make("ul", { class: "mw-articles" }, all, ...items, none);
    put(left, make("details", { class: "mw-list", open: wide(), "data-wide": String(wide()) }, make("summary", {}),
      several ? search : null, make("small", { class: "mw-scope" }), list, drawOthers(listed)));
  }

  function drawOthers(listed) {
    const path = make("input", { type: "text", placeholder: "my-articles/", "data-key": "path" });
    const open = () => send({ type: "open", path: path.value }, "Measuring …");
    path.addEventListener("keydown", event => event.key === "Enter" && open());
    const pasted = make("textarea", { rows: 4, placeholder: "Headline, blank line, text", "data-key": "pasted" });
    const measure = () => send({ type: "paste", text: pasted.value }, "Measuring …");
    const file = make("input", { type: "file", accept: listed.endings, "data-key": "file",
      onchange: () => { measureFile(file.files); file.value = ""; } });
    const warm = event => event.target.open && model.send({ type: "warm" });
    return make("details", { class: "mw-others", ontoggle: warm }, make("summary", {}, "Other articles"),
      make("label", {}, "File or folder", path), button("open", "Open", open),
      make("label", {}, "Text", pasted), button("measure", "Measure", measure),
      make("label", {}, "Choose a file, or drop one on the panel", file),
      listed.other ? button("first", "Back to the first articles", () => send({ type: "first" })) : null);
  }

  // Which article is shown, and which can be chosen for this chart.
  function markArticle() {
    const { choice, scope } = state();
    const { articles, title } = model.get("listed");
    for (const each of left.querySelectorAll(".mw-articles button")) {
      const all = each.dataset.article === "";
      each.setAttribute("aria-pressed", String(each.dataset.article === (choice.article ?? "") || articles.length === 1));
      each.disabled = articles.length > 1 && (scope === "all" ? !all : scope === "one" && all);
    }
    const chosen = articles.find(each => each.id === choice.article);
    const named = chosen ? `Article: ${chosen.headline}` : `Articles: all ${many(articles.length)}`;
    left.querySelector(".mw-list > summary").textContent = articles.length > 1 ? named : `Article: ${title}`;
    const notes = { all: "This chart compares all articles.", one: "This chart shows one article.", either: "" };
    left.querySelector(".mw-scope").textContent = articles.length > 1 ? notes[scope] : "";
  }

  async function measureFile(given) {
    if (!given.length) return;
    if (given.length > 1) return say("Choose one file. For several articles, choose a .zip or open their folder.");
    const [file] = given;
    if (file.size > LARGEST * 1e6) {
      return say(`${file.name} has more than ${LARGEST} MB. Write its path under “File or folder”.`);
    }
    try {
      send({ type: "file", name: file.name }, "Measuring …", [await file.arrayBuffer()]);
    } catch {
      say(`${file.name} cannot be read. A folder cannot be dropped: write its path under “File or folder”.`);
    }
  }

  // --- Top: which chart -----------------------------------------------------------------------

  function drawTop() {
    const { kinds, choice, fields } = state();
    const views = Object.keys(kinds).map(view =>
      button(`view ${view}`, view, () => choose({ view }), { "aria-pressed": String(view === choice.view) }));
    const within = kinds[choice.view].map((title, kind) =>
      button(`kind ${kind}`, title, () => choose({ kind }), { "aria-pressed": String(kind === choice.kind) }));
    const selects = fields.map(field => {
      const options = field.options.map(([label, value]) =>
        make("option", { value, selected: value === field.value }, label));
      const select = make("select", { "data-key": `field ${field.name}`,
        onchange: () => choose({ fields: { [field.name]: select.value } }) }, ...options);
      return make("label", {}, field.label, select);
    });
    put(top, make("div", { class: "mw-views", role: "group", "aria-label": "Charts" }, ...views),
      make("div", { class: "mw-second" },
        make("div", { class: "mw-kinds", role: "group", "aria-label": choice.view }, ...within), ...selects));
  }

  // --- Centre: the chart and its marks --------------------------------------------------------

  const marks = () => [...centre.querySelectorAll("svg .mark")];

  function drawCentre() {
    const { chart, claim, table, badge, numbers, alt } = state();
    const shown = chart ? raw("div", { class: "mw-chart" }, `<div class="chart">${chart}</div>`)
      : make("div", {}, make("p", { class: "mw-claim" }, claim), table ? raw("div", {}, table) : null);
    const foundation = raw("p", { class: "mw-numbers" }, badge);
    foundation.append(" ", numbers);
    put(centre, shown, numbers || badge ? foundation : null, alt ? make("p", { class: "mw-alt" }, alt) : null);
    marks().forEach((mark, place) => prepare(mark, place));
  }

  // A mark is a button: a click or Enter shows its sentences, arrow keys go to the next; one is in the tab order.
  function prepare(mark, place) {
    const anchor = `#panel-${state().name}-e`;
    const href = mark.getAttribute("href") || "";
    const title = mark.querySelector("title");
    mark.mark = { key: href.startsWith(anchor) ? href.slice(anchor.length) : "", words: title.textContent };
    title.remove(); // the browser's own tooltip would cover the chart's
    mark.removeAttribute("href");
    for (const [name, value] of Object.entries({ role: "button", "aria-label": mark.mark.words,
      "aria-pressed": "false", tabindex: place ? "-1" : "0", "data-key": `mark ${place}` })) {
      mark.setAttribute(name, value);
    }
    mark.addEventListener("click", event => { event.preventDefault(); pick(mark); });
    mark.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") { event.preventDefault(); return pick(null); }
      if (!step && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      const all = marks();
      const next = step ? all[(all.indexOf(mark) + step + all.length) % all.length] : mark;
      pick(next);
      next.focus();
    });
  }

  function pick(mark) {
    picked = mark && mark.mark;
    showPicked();
    keepFocus(drawRight);
    right.scrollTop = 0;
  }

  function showPicked() {
    const all = marks();
    const chosen = all.find(mark => mark.mark === picked);
    for (const mark of all) {
      mark.classList.toggle("mw-picked", mark === chosen);
      mark.setAttribute("aria-pressed", String(mark === chosen));
      mark.setAttribute("tabindex", mark === (chosen || all[0]) ? "0" : "-1");
    }
  }

  // --- Right: the sentences -------------------------------------------------------------------

  function drawRight() {
    const { sentences, counts, evidence } = state();
    const rows = picked ? sentences.filter(row => row.mark === picked.key) : sentences.slice(0, FIRST);
    const total = picked ? counts[picked.key] || 0 : evidence;
    const size = total > rows.length ? `the first ${many(rows.length)} of ${many(total)}` : many(total);
    const items = rows.map(row => {
      const item = raw("li", {}, row.html);
      const open = row.article === null ? null
        : button("", "Open in text", () => openText(row.article, row.sentence), { class: "mw-link" });
      item.append(make("small", {}, [row.because, row.headline].filter(Boolean).join(" · ")), ...(open ? [open] : []));
      return item;
    });
    const none = picked && evidence ? "No single sentence is behind this mark." : "This finding has no single sentences.";
    put(right, make("h3", {}, rows.length ? `Sentences (${size})` : "Sentences"),
      picked ? make("p", { class: "mw-tip" }, picked.words) : null,
      picked && evidence ? button("all", "Show all", () => pick(null)) : null,
      rows.length ? make("ul", {}, ...items) : make("p", {}, none));
  }

  // --- The text -------------------------------------------------------------------------------

  function openText(article = null, sentence = null) {
    send({ type: "text", article, sentence });
  }

  function drawText({ html, target }) {
    reading = true;
    const text = raw("div", { class: "mw-text", tabindex: "0", role: "region", "aria-label": "Text", "data-key": "read" }, html);
    put(centre, text);
    drawFoot();
    say("");
    const range = target && rangeOf(text.querySelector(".r-page"), target.text, target.before);
    if (range) {
      if (window.Highlight) CSS.highlights.set("mw-sentence", new Highlight(range));
      text.scrollTop += range.getBoundingClientRect().top - text.getBoundingClientRect().top - 60;
    }
    centre.scrollIntoView({ block: "nearest" });
  }

  function closeText() {
    reading = false;
    keepFocus(() => { drawCentre(); restorePicked(); drawFoot(); });
  }

  // The chart is drawn again: the mark that was chosen is another object with the same words.
  function restorePicked() {
    const again = picked && marks().find(mark => mark.mark.key === picked.key && mark.mark.words === picked.words);
    picked = again ? again.mark : null;
    showPicked();
  }

  // --- Foot: code and downloads ---------------------------------------------------------------

  function drawFoot() {
    const { code, chart } = state();
    const open = foot.querySelector("details")?.open || false;
    const lab = document.documentElement.dataset.mediaWorkbook; // set by the workbook's extension
    const insert = () => document.dispatchEvent(new CustomEvent("media-workbook:insert", { detail: code }));
    const form = name => button(name, name.toUpperCase(), () => send({ type: "download", form: name }),
      { disabled: name === "csv" ? Boolean(!chart && !state().table) : !chart });
    const text = reading ? button("text", "Back to the chart", closeText)
      : button("text", "Show the text", () => openText());
    put(foot, text,
      button("copy", "Copy code", () => copied(code).then(() => say("The code is copied."), () => say("Copy failed: open “Code” and copy it there."))),
      lab ? button("insert", "Insert cell", insert) : null,
      make("span", { class: "mw-group" }, "Download ", form("png"), form("svg"), form("csv")),
      button("reset", "Reset", () => send({ type: "reset" })),
      make("details", { open }, make("summary", {}, "Code"), make("pre", { tabindex: "0" }, code)));
  }

  function save({ name }, [content]) {
    const url = URL.createObjectURL(new Blob([content]));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    say(`${name} is downloaded.`);
  }

  // --- What arrives ---------------------------------------------------------------------------

  let drawn = null; // what the chart was drawn from: an error message leaves chart and mark as they are

  function draw() {
    busy("");
    keepFocus(() => {
      const { name, choice, chart } = state();
      const now = JSON.stringify([name, choice]) + chart;
      const listed = model.get("listed");
      if (drawn?.listed !== listed) drawLeft();
      if (drawn?.listed !== listed || drawn?.now !== now || (reading && !state().message)) {
        picked = null;
        reading = false;
        drawTop();
        drawCentre();
        drawRight();
      }
      drawn = { listed, now };
      markArticle();
      drawFoot();
    });
    say(state().message);
    if (state().message) status.scrollIntoView({ block: "nearest" });
  }

  function received(message, buffers) {
    busy("");
    if (message.type === "text") keepFocus(() => drawText(message));
    else if (message.type === "file") save(message, buffers);
  }

  model.on("change:state", draw);
  model.on("msg:custom", received);
  for (const kind of ["dragover", "drop"]) {
    root.addEventListener(kind, event => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      if (kind === "drop") measureFile(event.dataTransfer.files);
    });
  }
  root.addEventListener("keydown", event => event.stopPropagation());
  draw();
  return () => {
    fold.disconnect();
    model.off("change:state", draw);
    model.off("msg:custom", received);
  };
}

export default { render };
