// House rules: each as a sentence, with who stands for it.

import { make } from "./parts.js";

/** Make the line of a rule. */
export function rule(_page, { sentence, where, purpose, owner, review, class: sort }) {
  const more = [
    sort === "safety" ? "For safety: it refuses where it cannot judge." : "For comfort: it binds agents, never a hand.",
    `Where: ${where}.`,
    owner && `Owner: ${owner}.`,
    review && `To be looked at again: ${review}.`,
  ];
  const said = [make("p", "kept-name", sentence.replaceAll(" %", "\u00A0%"))];
  if (purpose) said.push(make("p", "", purpose));
  said.push(make("p", "soft", more.filter(Boolean).join(" ")));
  return make("li", "kept-card", ...said);
}
