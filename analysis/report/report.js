"use strict";
// Marks the section that is read, and filters the page. Without a script, all of it is there.
const links = new Map([...document.querySelectorAll("nav a")].map(a => [a.hash.slice(1), a]));
const sections = [...document.querySelectorAll("main > section[id]")];
const seen = new IntersectionObserver(entries => {
  for (const entry of entries) entry.target.dataset.seen = entry.isIntersecting ? "1" : "";
  const current = sections.find(section => section.dataset.seen);
  for (const [id, a] of links) {
    if (current && id === current.id) a.setAttribute("aria-current", "location");
    else a.removeAttribute("aria-current");
  }
}, { rootMargin: "-15% 0px -60% 0px" });
sections.forEach(section => seen.observe(section));

const box = document.querySelector(".search"), field = box.querySelector("input"), count = box.querySelector("output");
box.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const has = node => words.every(word => node.textContent.toLowerCase().includes(word));
  let found = 0;
  for (const section of sections) {
    const items = [...section.querySelectorAll("li, tbody tr")];
    let hits = 0;
    for (const item of items) {
      item.hidden = words.length > 0 && !has(item);
      hits += words.length > 0 && !item.hidden;
    }
    section.hidden = words.length > 0 && !has(section);
    if (!section.hidden && !hits) items.forEach(item => { item.hidden = false; });
    for (const fold of section.querySelectorAll("details")) {
      const open = hits > 0 && [...fold.querySelectorAll("li, tbody tr")].some(item => !item.hidden);
      if (words.length ? open : fold.dataset.opened) fold.open = words.length > 0;
      fold.dataset.opened = words.length && open ? "1" : "";
    }
    links.get(section.id)?.parentElement.toggleAttribute("hidden", section.hidden);
    found += section.hidden ? 0 : Math.max(hits, 1);
  }
  count.textContent = words.length ? `${found} found` : "";
});
