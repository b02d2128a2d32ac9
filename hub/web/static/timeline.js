// Timeline: each record as the sentence that the hub made of it, newest first.

import { icon, make } from "./parts.js";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  const lines = make("ol", "lines");
  const quiet = make("p", "quiet", "Nothing has happened yet.");
  root.append(make("h2", "screen-title", "What happened"), lines, quiet);
  const story = new Story(lines, quiet);
  return { show: () => story.show(page.store.lines, page.store.house.now.slice(0, 10)) };
}

const MARKS = {
  limited: "Limited",
  deferred: "Held back",
  asked: "Asked",
  denied: "Refused",
};
const WHO = { agent: "Agent", person: "Person", house: "House" };

class Story {
  #items = new Map();

  constructor(element, quiet) {
    this.element = element;
    this.quiet = quiet;
  }

  /** Show these lines; those that are there already stay as they are. */
  show(lines, today) {
    const items = new Map(lines.map((line) => [line.id, this.#items.get(line.id) ?? item(line, today)]));
    for (const [id, old] of this.#items) if (!items.has(id)) old.remove();
    let after = null;
    for (const [id, element] of items) {
      const next = after ? after.nextSibling : this.element.firstChild;
      if (next !== element) this.element.insertBefore(element, next);
      after = element;
    }
    this.#items = items;
    this.quiet.hidden = lines.length > 0;
  }
}

function item(line, today) {
  const time = make("time", "line-time", timeOf(line, today));
  time.dateTime = line.at;
  const who = make("span", `line-who ${line.kind in WHO ? line.kind : "house"}`);
  who.append(icon(line.kind in WHO ? line.kind : "house"), make("span", "hidden", `${WHO[line.kind] ?? ""}: `));
  const text = make("p", "line-text", line.text.replaceAll(" %", "\u00A0%"));
  const mark = MARKS[line.outcome];
  if (mark) text.prepend(make("span", `line-mark ${line.outcome}`, mark), " ");
  return make("li", "line", who, make("div", "line-body", text, time));
}

function timeOf(line, today) {
  const clock = line.at.slice(11, 16);
  return line.at.slice(0, 10) === today ? clock : `${line.at.slice(0, 10)} ${clock}`;
}
