// A rule for now: agents leave a room alone, or keep it dim, until a day; signed like any other.

import { openDraft, opener } from "./house-draft.js";
import { make } from "./parts.js";
import { button } from "./sheet.js";

const DAYS = [[1, "today"], [2, "until tomorrow"], [7, "for a week"], [14, "for two weeks"]];
const WHAT = [["", "Agents leave it alone"], ["30 %", "At most 30 %"], ["10 %", "At most 10 %"]];

/** Return a button that begins one. */
export function ruleForNow(page) {
  return opener(button("A rule for now", () => choose(page), "for-now"));
}

function choose(page) {
  const area = select("Where", [["", "The whole house"], ...page.store.house.areas.map(({ id, name }) => [id, name])]);
  const what = select("What", WHAT);
  const days = select("How long", DAYS);
  const words = "It ends by itself. Nothing counts before somebody has signed it at the hub.";
  openDraft(page, "A rule for now", words, [area.row, what.row, days.row], "/api/drafts/for-now", () => (
    { area: area.chosen.value, at_most: what.chosen.value, days: Number(days.chosen.value) }
  ));
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
