// What a script adds to a page that reads the same without it: sorting, searching, tooltips. It loads and sends nothing.
(() => {
"use strict";
const root = document.documentElement, body = document.body, say = body.dataset;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(root.lang));
const collator = new Intl.Collator(root.lang, { numeric: true });
const unknown = (text) => text === "" || text === "–";
root.classList.add("js");

// One box for all tooltips, and a voice for those who go by keyboard.
const tip = body.appendChild(make("div", { id: "tip", hidden: true }));
const voice = body.appendChild(make("p", { className: "vh" }));
tip.setAttribute("role", "tooltip");
voice.setAttribute("role", "status");
const place = (x, y) => {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(x + 14, root.clientWidth - width - 8));
  const top = y + height + 24 > innerHeight ? y - height - 12 : y + 16;
  tip.style.transform = `translate(${left}px,${Math.max(8, top)}px)`;
};
const hide = () => { tip.hidden = true; };
const show = (text, x, y) => {
  tip.textContent = text;
  tip.hidden = false;
  place(x, y);
};
const below = (element) => {
  const box = element.getBoundingClientRect();
  return [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height, 60)];
};

// Charts: what browsers would show by themselves becomes the tooltip.
for (const svg of all("figure svg[tabindex]")) {
  const title = svg.querySelector("title");
  svg.setAttribute("aria-label", title.textContent);
  svg.removeAttribute("aria-labelledby");
  svg.setAttribute("aria-describedby", svg.querySelector("desc").id);
  title.remove();
  const marks = [...svg.querySelector(".marks").children];
  const tips = marks.map((mark) => mark.textContent);
  marks.forEach((mark) => mark.replaceChildren());
  let at = -1;
  const leave = () => {
    marks[at]?.classList.remove("at");
    at = -1;
    hide();
  };
  const go = (to) => {
    leave();
    at = (to + marks.length) % marks.length;
    marks[at].classList.add("at");
    show(tips[at], ...below(marks[at]));
    voice.textContent = tips[at];
  };
  const point = (event) => {
    const found = marks.indexOf(event.target);
    if (found < 0) return event.pointerType === "mouse" ? hide() : leave();
    show(tips[found], event.clientX, event.clientY);
  };
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerdown", point);
  svg.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
  svg.addEventListener("blur", leave);
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") leave();
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(marks.length - 1);
    else if (step) go(at < 0 && step < 0 ? marks.length - 1 : at + step);
    else return;
    event.preventDefault();
  });
}
addEventListener("scroll", hide, { passive: true });
addEventListener("pointerdown", (event) => { if (!event.target.closest?.("figure svg,thead button")) hide(); });

// The definition of a column and the way to sort by it.
const value = (row, at) => {
  const text = (row.cells[at]?.textContent ?? "").trim();
  if (unknown(text)) return null;
  const figure = /^[-−+]?[\d,]+(\.\d+)?\s?%?$/.test(text) ? Number(text.replace(/[,%\s]/g, "").replace("−", "-")) : NaN;
  return Number.isNaN(figure) ? text : figure;
};
const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);

class Table {
  constructor(box) {
    this.box = box;
    this.body = box.querySelector("tbody");
    this.first = this.body.rows.length;
    this.limit = this.first;
    const waiting = box.querySelector("template");
    this.rows = [...this.body.rows, ...(waiting ? all("tbody>tr", waiting.content) : [])];
    this.order = this.rows;
    this.own = this.shared = "";
    this.texts = null;
    box.querySelector(".first")?.remove();
    if (this.rows.length > 7) this.search();
    this.tools();
    all("thead th", box).forEach((head) => this.sorting(head));
  }

  search() {
    const name = `${say.search}: ${this.box.dataset.name}`;
    const input = make("input", { type: "search", placeholder: say.search, autocomplete: "off" });
    input.setAttribute("aria-label", name);
    const find = make("div", { className: "find" });
    find.append(input);
    this.box.querySelector(".head").append(find);
    input.addEventListener("input", () => {
      this.own = input.value.trim().toLocaleLowerCase();
      this.draw();
    });
    this.input = input;
  }

  tools() {
    const tools = make("div", { className: "tools" });
    this.told = make("span", {});
    this.told.setAttribute("role", "status");
    const sideways = make("span", { textContent: `${say.sideways} →`, hidden: true });
    tools.append(sideways, this.told);
    const scroll = this.box.querySelector(".scroll");
    scroll.before(tools);
    new ResizeObserver(() => { sideways.hidden = scroll.scrollWidth <= scroll.clientWidth + 1; }).observe(scroll);
    this.more = make("button", { type: "button", className: "all", hidden: true });
    scroll.after(this.more);
    this.more.addEventListener("click", () => {
      this.limit = Infinity;
      this.draw();
    });
    this.offer(this.rows.length);
  }

  offer(found) {
    this.more.hidden = found <= this.limit;
    this.more.textContent = put(say.showAll, { of: found });
  }

  sorting(head) {
    const text = head.textContent;
    const help = head.querySelector("abbr")?.title;
    const button = make("button", { type: "button", textContent: text });
    button.setAttribute("aria-description", help ? `${help} ${say.sort}` : say.sort);
    // Browsers repeat a header on every sheet of paper, but not its buttons.
    head.replaceChildren(button, make("span", { className: "print", textContent: text }));
    button.addEventListener("click", () => this.sort(head));
    if (!help) return;
    button.addEventListener("pointerenter", (event) => show(help, event.clientX, event.clientY));
    button.addEventListener("pointerleave", hide);
    button.addEventListener("focus", () => show(help, ...below(button)));
    button.addEventListener("blur", hide);
    button.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  sort(head) {
    const at = head.cellIndex;
    const keyed = this.rows.map((row) => [value(row, at), row]);
    const figures = keyed.some(([key]) => typeof key === "number");
    // Figures begin with the largest, words with the first; the third time the table is as it was.
    const steps = figures ? ["descending", "ascending", null] : ["ascending", "descending", null];
    const next = steps[(steps.indexOf(head.getAttribute("aria-sort")) + 1) % 3];
    all("thead th", this.box).forEach((other) => other.removeAttribute("aria-sort"));
    this.order = this.rows;
    if (next) {
      head.setAttribute("aria-sort", next);
      const turn = next === "ascending" ? 1 : -1;
      // What is unknown stays at the end, whichever way.
      const known = keyed.filter(([key]) => key !== null).sort((a, b) => turn * compare(a[0], b[0]));
      this.order = [...known, ...keyed.filter(([key]) => key === null)].map(([, row]) => row);
    }
    this.draw();
  }

  matching() {
    if (!this.own && !this.shared) return this.order;
    this.texts ??= new Map(this.rows.map((row) => [row, [...row.cells].map((c) => c.textContent).join(" ").toLocaleLowerCase()]));
    const fits = (row, query) => query.split(/\s+/).every((word) => this.texts.get(row).includes(word));
    return this.order.filter((row) => fits(row, this.own) && fits(row, this.shared));
  }

  draw() {
    const found = this.matching();
    this.body.replaceChildren(...found.slice(0, this.limit));
    const searched = this.own || this.shared;
    this.told.textContent = !searched ? "" : found.length ? put(say.found, { n: found.length, of: this.rows.length }) : say.nothing;
    this.offer(found.length);
    this.box.hidden = Boolean(this.shared) && !found.length;
    return found.length;
  }

  // Brings a row into view that a search, the order or the limit keeps out of it.
  reveal(row) {
    if (row.isConnected) return;
    this.own = this.shared = "";
    if (this.input) this.input.value = "";
    this.limit = Math.max(this.limit, this.order.indexOf(row) + 1);
    this.draw();
  }
}
const tables = all(".table").filter((box) => box.querySelector("tbody")).map((box) => new Table(box));
const rows = new Map(tables.flatMap((table) => table.rows.filter((row) => row.id).map((row) => [row.id, [table, row]])));

// One search over all tables and explanations.
const query = document.getElementById("q"), hits = document.getElementById("hits");
const sections = all("main>section"), leaves = all(".leaf");
const entries = new Map(all("nav a").map((link) => [link.hash.slice(1), link]));
const searchAll = () => {
  const text = query.value.trim().toLocaleLowerCase();
  let found = 0, within = 0;
  for (const table of tables) {
    table.shared = text;
    const count = table.draw();
    found += count;
    within += count > 0;
  }
  for (const leaf of leaves) leaf.hidden = Boolean(text) && !leaf.textContent.toLocaleLowerCase().includes(text);
  for (const section of sections) {
    section.hidden = Boolean(text) && !section.querySelector(".table:not([hidden]) tbody tr,.leaf:not([hidden])");
    const entry = entries.get(section.id);
    if (entry) entry.parentElement.hidden = section.hidden;
  }
  body.classList.toggle("searching", Boolean(text));
  hits.textContent = !text ? "" : found ? put(say.foundAll, { n: found, tables: within }) : say.nothing;
};
let wait;
query.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(searchAll, 120);
});
query.addEventListener("keydown", (event) => { if (event.key === "Enter") searchAll(); });

// Links lead to what is closed, not yet shown or filtered away as well.
const reveal = (id) => {
  if (!id) return;
  const known = rows.get(id);
  const target = document.getElementById(id);
  if (body.classList.contains("searching") && (known || target)) {
    query.value = "";
    searchAll();
  }
  if (known) known[0].reveal(known[1]);
  const leaf = target?.closest("details");
  if (leaf) leaf.open = true;
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link) reveal(decodeURIComponent(link.hash.slice(1)));
});
const arrive = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  reveal(id);
  document.getElementById(id)?.scrollIntoView();
};
addEventListener("hashchange", arrive);
if (location.hash) arrive();

// The section in view is marked in the navigation.
const marked = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    if (!isIntersecting) continue;
    entries.forEach((link) => link.removeAttribute("aria-current"));
    const link = entries.get(target.id);
    if (!link) continue;
    link.setAttribute("aria-current", "true");
    const list = link.closest("ol");
    if (list.scrollWidth > list.clientWidth) list.scrollTo({ left: link.offsetLeft - 60 });
  }
}, { rootMargin: "-15% 0px -80% 0px" });
sections.forEach((section) => marked.observe(section));
})();
