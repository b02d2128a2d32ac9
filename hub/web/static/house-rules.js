// House rules: each as a sentence, and its numbers to be changed.

import { openDraft, opener } from "./house-draft.js";
import { make } from "./parts.js";
import { button } from "./sheet.js";

const ENDS = { 0: "from", 1: "to" };

/** Make the line of a rule. */
export function rule(page, { id, title, sentence, where, purpose, owner, review, class: sort, numbers }) {
  const more = [
    sort === "safety" ? "For safety: it refuses where it cannot judge." : "For comfort: it binds agents, never a hand.",
    `Where: ${where}.`,
    owner && `Owner: ${owner}.`,
    review && `To be looked at again: ${review}.`,
  ];
  const said = [make("p", "kept-name", sentence.replaceAll(" %", "\u00A0%"))];
  if (purpose) said.push(make("p", "", purpose));
  said.push(make("p", "soft", more.filter(Boolean).join(" ")));
  const change = changing(page, "guardrails", id, title, numbers);
  if (change) {
    change.setAttribute("aria-label", `${change.textContent}: ${title}`);
    said.push(make("div", "kept-row", change));
  }
  return make("li", "kept-card", ...said);
}

/** Return a button that changes the numbers of an entry; nothing where it has none. */
export function changing(page, section, name, title, numbers) {
  if (!numbers?.length) return null;
  return opener(button("Change numbers", () => change(page, section, name, title, numbers), "changing"));
}

function change(page, section, name, title, numbers) {
  const fields = numbers.map(field);
  const words = "Nothing counts before somebody has signed it at the hub.";
  openDraft(page, `Change ${title}`, words, fields.map(({ row }) => row), "/api/drafts", () => {
    const wanted = fields.filter(({ input, text }) => input.value.trim() !== text);
    if (!wanted.length) return "No number was changed.";
    return { section, name, numbers: Object.fromEntries(wanted.map(({ path, input }) => [path, input.value])) };
  });
}

function field({ path, text }) {
  const [key, ...rest] = path.split(".");
  const end = rest.map((part) => ENDS[part] ?? part).join(" ");
  const input = make("input", "field-input");
  input.value = text;
  input.maxLength = 32;
  // `between` of its two ends says nothing more than they do.
  const name = (key === "between" ? end : `${key} ${end}`).replaceAll("_", " ").trim();
  const row = make("label", "field", make("span", "", name.charAt(0).toUpperCase() + name.slice(1)), input);
  return { row, input, path, text };
}
