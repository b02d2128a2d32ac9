// Balance: the system beside the people. All sentences, numbers and charts are made in the hub.

import { make, tell } from "./parts.js";

const SPANS = { 1: "Today", 7: "7 days", 30: "30 days" };
const SIDES = { system: "The system", people: "The people" };
const EVERY = 60_000;
const SVG = "http://www.w3.org/2000/svg";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  return new Balance(root, page);
}

class Balance {
  #days = 7;
  #timer = 0;
  #asked = 0;

  constructor(root, page) {
    this.page = page;
    this.said = make("p", "balance-said");
    this.said.setAttribute("role", "status");
    this.sides = make("div", "sides");
    this.charts = make("div", "charts");
    this.overruled = make("section", "overruled");
    this.spans = Object.entries(SPANS).map(([days, name]) => this.#span(Number(days), name));
    const spans = make("div", "spans", ...this.spans);
    spans.setAttribute("role", "group");
    spans.setAttribute("aria-label", "Which days");
    const head = make("div", "balance-head", make("h2", "screen-title", "Balance"), spans);
    root.append(head, this.said, this.sides, this.charts, this.overruled);
  }

  show() {
    // What changes in the house is told here once a minute only: figures that flicker say nothing.
    if (this.#timer) return;
    this.#timer = setInterval(() => !document.hidden && this.#fetch(), EVERY);
    this.#fetch();
  }

  left() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #span(days, name) {
    const span = make("button", "span", name);
    span.type = "button";
    span.value = days;
    span.setAttribute("aria-pressed", String(days === this.#days));
    span.addEventListener("click", () => {
      this.#days = days;
      for (const one of this.spans) one.setAttribute("aria-pressed", String(one === span));
      this.#fetch();
    });
    return span;
  }

  async #fetch() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const balance = await this.page.read(`/api/balance?days=${this.#days}`);
      // Another span may have been chosen meanwhile.
      if (asked === this.#asked) this.#fill(balance);
    } catch (problem) {
      tell(this.said, problem.message);
    }
  }

  #fill({ sentence, figures, charts, overruled }) {
    tell(this.said, sentence.replaceAll(" %", "\u00A0%"));
    this.sides.replaceChildren(...Object.keys(SIDES).map((side) => column(side, figures)));
    const open = new Set([...this.charts.querySelectorAll("details[open]")].map((one) => one.id));
    this.charts.replaceChildren(...charts.map((chart) => card(chart, open)));
    this.overruled.hidden = !overruled.length;
    this.overruled.replaceChildren(make("h3", "", "Agents whose changes you undid most"), named(overruled));
  }
}

function column(side, figures) {
  const own = figures.filter((one) => one.side === side);
  return make("section", `side ${side}`, make("h3", "", SIDES[side]), ...own.map(figure));
}

function figure({ name, words, says }) {
  const value = make("span", "figure-value", words.replace(/(\d) /, "$1\u00A0"));
  const card = make("div", "figure", make("span", "figure-name", name), value);
  card.title = says;
  card.append(make("span", "hidden", `. ${says}`));
  return card;
}

/** A chart as a card; `open`: the ids of the tables that are shown already. */
export function card(chart, open = new Set()) {
  const drawn = new DOMParser().parseFromString(chart.svg, "image/svg+xml").documentElement;
  const table = make("details", "", make("summary", "", "Show as table"), tableOf(chart));
  table.id = `table-${chart.id}`;
  table.open = open.has(table.id);
  const parts = [make("h3", "", chart.title), make("p", "chart-finding", chart.finding)];
  return make("section", "chart-card", ...parts, field(chart, document.importNode(drawn, true)), legend(chart), table);
}

/** The picture with what its lines and columns stand for, beside and below it. */
function field({ id, scale, marks }, picture) {
  const [side, below] = [[`chart-scale of-${id}`, scale], ["chart-marks", marks]].map(([look, words]) => {
    const made = make("div", look, ...words.map((text) => make("span", "", text)));
    made.setAttribute("aria-hidden", "true");
    return made;
  });
  return scale.length ? make("div", "chart-field", side, picture, below) : picture;
}

function legend({ legend: sorts }) {
  return make("ul", "legend", ...sorts.map(({ look, name }) => make("li", "", swatch(look), name)));
}

function swatch(look) {
  const svg = document.createElementNS(SVG, "svg");
  const square = document.createElementNS(SVG, "path");
  svg.setAttribute("class", "chart swatch");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("aria-hidden", "true");
  square.setAttribute("class", look);
  square.setAttribute("d", "M1 1h12v12H1Z");
  svg.append(square);
  return svg;
}

function tableOf({ title, columns, rows }) {
  const head = make("tr", "", ...columns.map((name) => cell("th", name, "col")));
  const lines = rows.map(([first, ...rest]) =>
    make("tr", "", cell("th", first, "row"), ...rest.map((text) => cell("td", text))));
  const table = make("table", "chart-table", make("caption", "hidden", title));
  table.append(make("thead", "", head), make("tbody", "", ...lines));
  return table;
}

function cell(tag, text, scope) {
  const made = make(tag, "", text);
  if (scope) made.scope = scope;
  return made;
}

function named(overruled) {
  const lines = overruled.map(({ title, words }) => make("li", "", make("span", "", title), make("span", "", words)));
  return make("ul", "", ...lines);
}
