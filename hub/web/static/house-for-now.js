// A rule for now: agents leave a room alone, or keep it dim, until a day; signed like any other.

import { keptAsDraft } from "./house-rules.js";
import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";

const DAYS = [[1, "today"], [2, "until tomorrow"], [7, "for a week"], [14, "for two weeks"]];
const WHAT = [["", "Agents leave it alone"], ["30 %", "At most 30 %"], ["10 %", "At most 10 %"]];

/** Return a button that begins one. */
export function ruleForNow(page) {
  const made = button("A rule for now", () => choose(page), "for-now");
  made.setAttribute("aria-haspopup", "dialog");
  return made;
}

function choose(page) {
  const area = select("Where", [["", "The whole house"], ...page.store.house.areas.map(({ id, name }) => [id, name])]);
  const what = select("What", WHAT);
  const days = select("How long", DAYS);
  const said = make("div", "said");
  said.setAttribute("role", "status");
  const look = button("What would it do?", () => send(false));
  const hand = button("Hand it to the console", () => send(true), "strong");
  hand.disabled = true;
  const rows = [area, what, days].map(({ row }) => row);
  const words = make("p", "", "It ends by itself. Nothing counts before somebody has signed it at the hub.");
  const sheet = openSheet("A rule for now", words, ...rows, said, make("div", "kept-row", look, hand));
  for (const { chosen } of [area, what, days]) chosen.addEventListener("change", () => { hand.disabled = true; });

  async function send(keep) {
    look.disabled = hand.disabled = true;
    const body = { area: area.chosen.value, at_most: what.chosen.value, days: Number(days.chosen.value), keep };
    try {
      const told = await page.say("/api/drafts/for-now", body);
      said.replaceChildren(...[...told.changes, told.rehearsed].map((text) => make("p", "", text)));
      hand.disabled = false;
      if (keep) {
        sheet.close();
        keptAsDraft(page, told);
      }
    } catch (problem) {
      said.replaceChildren(make("p", "problem", problem.message));
    }
    look.disabled = false;
  }
}

function select(name, choices) {
  const chosen = make("select", "field-input", ...choices.map(([value, words]) => option(value, words)));
  return { chosen, row: make("label", "field", make("span", "", name), chosen) };
}

function option(value, words) {
  const made = make("option", "", words);
  made.value = value;
  return made;
}
