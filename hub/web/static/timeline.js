// Timeline: what happened, in the hub's sentences, newest first; what a line is tapped for is why.

import { icon, make, tell } from "./parts.js";

const SORTS = { "": "All", people: "People", agents: "Agents", held: "Held back", refused: "Refused", questions: "Questions" };
const MARKS = { limited: "Limited", deferred: "Held back", asked: "Asked", denied: "Refused" };
const WHO = { agent: "Agent", person: "Person", house: "House" };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = 86_400_000;
const MOST = 200;
const TOP = 100;

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  return new Timeline(root, page);
}

class Timeline {
  #sort = "";
  #lines = [];
  #before = null;
  #newest = 0;
  #ready = false;
  #asked = 0;

  constructor(root, page) {
    this.page = page;
    this.chips = Object.entries(SORTS).map(([sort, name]) => this.#chip(sort, name));
    const chips = make("div", "scenes", ...this.chips);
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", "What to show");
    this.rooms = make("select", "pick", option("", "All rooms"));
    this.rooms.append(...page.store.house.areas.map(({ id, name }) => option(id, name)));
    this.rooms.setAttribute("aria-label", "Which room");
    this.rooms.addEventListener("change", () => this.#fetch());
    this.now = action("button jump", "", () => { scrollTo({ top: 0 }); this.#fetch(); });
    this.now.hidden = true;
    this.list = make("div", "days");
    this.older = action("button wide", "Show older", () => this.#fetch(this.#before));
    this.older.hidden = true;
    this.quiet = make("p", "quiet", "One moment.");
    root.append(make("h2", "screen-title", "What happened"), chips, this.rooms, this.now, this.list, this.quiet, this.older);
    this.#fetch();
  }

  /** Take in what happened meanwhile; where somebody reads further down, it waits behind a button. */
  show() {
    if (!this.#ready) return;
    const fresh = this.page.store.lines.filter((line) => line.id > this.#newest && this.#wanted(line));
    if (fresh.length === 0) return;
    if (scrollY > TOP) {
      tell(this.now, `Jump to now: ${fresh.length} new`);
      this.now.hidden = false;
      return;
    }
    this.#newest = fresh[0].id;
    this.#lines = [...fresh, ...this.#lines].slice(0, MOST);
    this.#draw();
  }

  #wanted(line) {
    if (this.#sort && !line.sorts.includes(this.#sort)) return false;
    return !this.rooms.value || this.page.store.devices.get(line.device)?.area === this.rooms.value;
  }

  #chip(sort, name) {
    const chip = action("chip", name, () => {
      this.#sort = sort;
      for (const one of this.chips) one.setAttribute("aria-pressed", String(one === chip));
      this.#fetch();
    });
    chip.setAttribute("aria-pressed", String(sort === ""));
    return chip;
  }

  /** Fetch the newest lines, or those before one. */
  async #fetch(before = null) {
    this.#asked += 1;
    const asked = this.#asked;
    const query = new URLSearchParams({ sort: this.#sort, area: this.rooms.value, ...(before ? { before } : {}) });
    try {
      const found = await this.page.read(`/api/lines?${query}`);
      // Another choice may have been made meanwhile.
      if (asked !== this.#asked) return;
      this.#before = found.before;
      this.#lines = before ? [...this.#lines, ...found.lines].slice(-MOST) : found.lines;
      if (!before) this.#newest = found.lines[0]?.id ?? 0;
      this.#ready = true;
      this.now.hidden = true;
      this.older.hidden = found.before === null;
      this.#draw();
      this.show();
    } catch (problem) {
      if (asked === this.#asked) tell(this.quiet, problem.message);
    }
  }

  #draw() {
    tell(this.quiet, this.#lines.length > 0 ? "" : "Nothing like that has happened.");
    const days = new Map();
    for (const line of this.#lines) {
      const day = line.at.slice(0, 10);
      days.set(day, [...(days.get(day) ?? []), line]);
    }
    const today = this.page.store.house.now.slice(0, 10);
    this.list.replaceChildren(...[...days].map(([day, lines]) =>
      make("section", "day", make("h3", "day-name", dayName(day, today)), make("ol", "lines", ...lines.map((line) => this.#item(line)))),
    ));
  }

  #item(line) {
    if (!line.folded) return make("li", "", this.#row(line));
    const summary = make("summary", "line", ...parts(line));
    return make("li", "", make("details", "", summary, make("ol", "lines folded", ...line.folded.map((one) => this.#item(one)))));
  }

  #row(line) {
    const row = action("line line-tap", "", () => this.page.why(`/api/lines/${line.id}/why`, line.text));
    row.setAttribute("aria-haspopup", "dialog");
    row.append(...parts(line));
    return row;
  }
}

function parts(line) {
  const kind = line.kind in WHO ? line.kind : "house";
  const time = make("time", "line-time", line.at.slice(11, 16));
  time.dateTime = line.at;
  const who = make("span", `line-who ${kind}`, icon(kind), make("span", "hidden", `${WHO[kind]}: `));
  const text = make("span", "line-text", line.text.replaceAll(" %", "\u00A0%"));
  const mark = line.folded ? "" : MARKS[line.outcome];
  if (mark) text.prepend(make("span", `line-mark ${line.outcome}`, mark), " ");
  return [time, who, text];
}

function dayName(day, today) {
  const ago = Math.round((Date.parse(today) - Date.parse(day)) / DAY);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

function action(look, text, act) {
  const made = make("button", look, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

const option = (value, text) => Object.assign(make("option", "", text), { value });
