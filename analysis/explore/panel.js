// The panel's page: draws the state that Python sends, and sends back what is clicked.

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
const raw = (tag, attributes, html) => { const node = make(tag, attributes); node.innerHTML = html; return node; };

function render({ model, el }) {
  const send = (message, buffers) => { busy(true); model.send(message, undefined, buffers); };
  const choose = changes => send({ type: "choose", changes });
  let searched = "", marked = null, reading = false;

  // Keys stay inside: JupyterLab's own shortcuts skip what is in here.
  const root = make("div", { class: "mw-grid" });
  const status = make("p", { class: "mw-status", role: "status" });
  const left = make("div", { class: "mw-left" }), top = make("div", { class: "mw-top" });
  const centre = make("div", { class: "mw-centre" }), right = make("section", { class: "mw-right", "aria-label": "Sentences" });
  const foot = make("div", { class: "mw-foot" });
  root.append(left, top, make("div", { class: "mw-main" }, status, centre), right, foot);
  el.append(make("div", { class: "mw-panel", "data-lm-suppress-shortcuts": "true" }, root));

  function busy(on, text = "Working …") {
    root.classList.toggle("mw-busy", on);
    status.textContent = on ? text : "";
  }
  const wide = () => root.clientWidth >= 1000;
  new ResizeObserver(() => { const list = left.querySelector(".mw-list"); if (list && list.dataset.wide !== String(wide())) { list.open = wide(); list.dataset.wide = wide(); } }).observe(root);

  function drawLeft(state) {
    const list = make("ul", { class: "mw-articles" });
    const entry = (id, headline, facts) => {
      const chosen = state.choice.article === id;
      const button = make("button", { type: "button", "aria-pressed": String(chosen), onclick: () => choose({ article: id }) },
        make("b", {}, headline), make("small", {}, facts));
      return make("li", {}, button);
    };
    const several = state.articles.length > 1;
    if (several) list.append(entry(null, "All articles", `${state.articles.length} articles`));
    const items = state.articles.map(each => {
      const facts = [each.outlet, each.day, `${each.words.toLocaleString("en")} words`].filter(Boolean).join(", ");
      const item = entry(each.id, each.headline, facts);
      item.dataset.text = `${each.headline} ${facts}`.toLowerCase();
      list.append(item);
      return item;
    });
    const filter = () => items.forEach(item => { item.hidden = !item.dataset.text.includes(searched.toLowerCase()); });
    const search = make("input", { type: "search", "aria-label": "Search the articles", placeholder: "Search the articles", oninput: event => { searched = event.target.value; filter(); } });
    search.value = searched;
    filter();
    const chosen = state.articles.find(each => each.id === state.choice.article);
    const title = several ? `Articles: ${chosen ? chosen.headline : `all ${state.articles.length}`}` : state.title;
    const fold = make("details", { class: "mw-list", open: wide() }, make("summary", {}, title), several ? search : null, list, others(state));
    put(left, fold);
  }

  function others(state) {
    const path = make("input", { type: "text", placeholder: "my-articles/", "aria-label": "File or folder" });
    const pasted = make("textarea", { rows: 4, placeholder: "Headline, blank line, text", "aria-label": "Text of an article" });
    const file = make("input", { type: "file", accept: state.endings, "aria-label": "A file", onchange: () => given(file.files) });
    const measure = () => { send({ type: "paste", text: pasted.value }); busy(true, "Measuring …"); };
    return make("details", { class: "mw-others" }, make("summary", {}, "Other articles"),
      make("label", {}, "Open a file or folder", path), make("button", { type: "button", onclick: () => { send({ type: "open", path: path.value }); busy(true, "Measuring …"); } }, "Open"),
      make("label", {}, "Paste a text", pasted), make("button", { type: "button", onclick: measure }, "Measure"),
      make("label", {}, "Choose a file, or drop one here", file),
      state.changed ? make("button", { type: "button", onclick: () => send({ type: "reset" }) }, "Back to the first articles") : null);
  }

  async function given(files) {
    if (!files.length) return;
    const bytes = await files[0].arrayBuffer();
    send({ type: "file", name: files[0].name }, [bytes]);
    busy(true, "Measuring …");
  }

  function drawTop(state) {
    const views = make("div", { class: "mw-views", role: "group", "aria-label": "Chart" },
      ...state.views.map(view => make("button", { type: "button", "aria-pressed": String(view === state.choice.view), onclick: () => choose({ view }) }, view)));
    const kinds = make("div", { class: "mw-kinds", role: "group", "aria-label": "Kind" },
      ...state.kinds.map((title, kind) => make("button", { type: "button", "aria-pressed": String(kind === state.choice.kind), onclick: () => choose({ kind }) }, title)));
    const fields = state.fields.map(field => {
      const select = make("select", { onchange: () => choose({ fields: { [field.name]: select.value } }) },
        ...field.options.map(([label, value]) => make("option", { value, selected: value === field.value }, label)));
      return make("label", {}, field.label, select);
    });
    top.replaceChildren(views, make("div", { class: "mw-second" }, kinds, ...fields));
  }

  const marks = () => [...centre.querySelectorAll("svg .mark")];
  const keyOf = mark => { const found = /-e([^#]+)$/.exec(mark.getAttribute("href") || ""); return found && found[1]; };

  function drawCentre(state) {
    if (reading) return;
    const chart = state.chart ? raw("div", { class: "mw-chart" }, state.chart) : raw("div", {}, `<p class="mw-claim"></p>${state.table}`);
    const claim = chart.querySelector(".mw-claim");
    if (claim) claim.textContent = state.claim;
    centre.replaceChildren(chart, raw("p", { class: "mw-numbers" }, state.badge), make("p", { class: "mw-alt" }, state.alt));
    centre.querySelector(".mw-numbers").append(" ", state.numbers);
    for (const mark of marks()) {
      mark.addEventListener("click", event => { event.preventDefault(); pick(keyOf(mark), mark); });
      mark.addEventListener("keydown", event => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step && event.key !== "Enter") return;
        event.preventDefault();
        const all = marks(), next = step ? all[(all.indexOf(mark) + step + all.length) % all.length] : mark;
        next.focus();
        pick(keyOf(next), next);
      });
    }
  }

  function pick(key, mark) {
    marked = key;
    marks().forEach(each => each.classList.toggle("mw-picked", each === mark));
    drawRight(model.get("state"), mark ? mark.querySelector("title").textContent : "");
  }

  function drawRight(state, tip = "") {
    const rows = marked === null ? state.sentences : state.sentences.filter(row => row.mark === marked);
    const head = make("h3", {}, marked === null ? `Sentences (${state.evidence.toLocaleString("en")})` : `Sentences behind this mark (${rows.length})`);
    const all = marked === null ? null : make("button", { type: "button", onclick: () => pick(null, null) }, "Show all");
    const list = make("ul", {}, ...rows.map(row => {
      const item = raw("li", {}, row.html);
      const open = make("button", { type: "button", class: "mw-link", onclick: () => openText(row.article) }, "Open in text");
      item.append(make("small", {}, row.because), open);
      return item;
    }));
    const none = rows.length ? null : make("p", {}, state.evidence ? "No sentence is behind this mark." : "This finding counts; it has no single sentences.");
    put(right, head, tip ? make("p", { class: "mw-tip" }, tip) : null, all, list, none);
  }

  function openText(article) { reading = true; send({ type: "text", article }); }

  function drawFoot(state) {
    const lab = document.documentElement.dataset.mediaWorkbook;
    const copy = make("button", { type: "button", onclick: async () => { await navigator.clipboard.writeText(state.code); copy.textContent = "Copied"; } }, "Copy code");
    const insert = lab ? make("button", { type: "button", onclick: () => document.dispatchEvent(new CustomEvent("media-workbook:insert", { detail: state.code })) }, "Insert cell") : null;
    const download = form => make("button", { type: "button", onclick: () => send({ type: "download", form }), disabled: form !== "csv" && !state.chart }, form.toUpperCase());
    const text = make("button", { type: "button", onclick: () => (reading ? closeText() : openText(null)) }, reading ? "Back to the chart" : "Show the text");
    const reset = make("button", { type: "button", onclick: () => choose({ view: state.views[0], kind: 0, article: null, fields: {} }) }, "Reset");
    put(foot, text, copy, insert, make("span", { class: "mw-group" }, "Download ", download("png"), download("svg"), download("csv")), reset,
      make("details", {}, make("summary", {}, "Code"), make("pre", {}, state.code)));
  }

  function closeText() { reading = false; draw(); }

  function draw() {
    const state = model.get("state");
    busy(false);
    status.textContent = state.message || "";
    drawLeft(state); drawTop(state); drawCentre(state); drawRight(state); drawFoot(state);
  }

  model.on("change:state", () => { marked = null; reading = false; draw(); });
  model.on("msg:custom", (message, buffers) => {
    busy(false);
    if (message.type === "text") {
      centre.replaceChildren(raw("div", { class: "mw-text" }, message.html));
      drawFoot(model.get("state"));
    } else if (message.type === "file") {
      const url = URL.createObjectURL(new Blob([buffers[0]]));
      make("a", { href: url, download: message.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    }
  });
  for (const kind of ["dragover", "drop"]) {
    root.addEventListener(kind, event => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      if (kind === "drop") given(event.dataTransfer.files);
    });
  }
  root.addEventListener("keydown", event => event.stopPropagation());
  draw();
}

export default { render };
