// Agents and schedules: what each is for, and how it is put aside for a while.

import { opener } from "./house-draft.js";
import { changing } from "./house-rules.js";
import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";

const SPANS = [
  ["1 hour", { for: "1 h" }],
  ["4 hours", { for: "4 h" }],
  ["Until 7:00", { until: "07:00" }],
  ["7 days", { for: "7 d" }],
];
const TIERS = {
  act: "may act within the rules",
  suggest: "only suggests: a person is asked each time",
  shadow: "is only watched: nothing of it is done",
};

/** Make the line of an agent. */
export function agent(page, { id, title, purpose, mind, tier, where, did, pause, numbers }) {
  const said = [
    make("h4", "kept-name", title),
    make("p", "", purpose || "Nobody wrote what it is for."),
    make("p", "soft", `It ${mind}, and ${TIERS[tier] ?? tier}. Where: ${where}.`),
    make("p", "soft", `It ${did}.`),
  ];
  return line(page, said, { id, title, pause }, changing(page, "agents", id, title, numbers));
}

/** Make the line of a schedule. */
export function schedule(page, { id, title, purpose, where, runs, pause, numbers }) {
  const said = [make("h4", "kept-name", title), make("p", "", purpose || `Where: ${where}.`)];
  said.push(make("p", "soft", runs.length ? `Next: ${runs.join(", ")}.` : "It never runs."));
  const skip = runs.length && !pause && button("Skip next", () => ask(page, id, "pause", { skip: true }));
  return line(page, said, { id, title, pause }, skip, changing(page, "agents", id, title, numbers));
}

function line(page, said, { id, title, pause }, ...more) {
  const buttons = pause
    ? [button("Let it go on", () => ask(page, id, "go-on", {}))]
    : [opener(button("Pause", () => choose(page, id, title), "pausing"))];
  if (pause) said.push(make("p", "paused", pause.sentence));
  for (const one of [...buttons, ...more].filter(Boolean)) one.setAttribute("aria-label", `${one.textContent}: ${title}`);
  const row = make("div", "kept-row", ...buttons, ...more.filter(Boolean));
  return make("li", `kept-card ${pause ? "is-paused" : ""}`.trim(), ...said, row);
}

function choose(page, id, title) {
  const choices = SPANS.map(([name, body]) =>
    button(name, async () => {
      sheet.close();
      await ask(page, id, "pause", body);
    }));
  const words = make("p", "", "It wishes nothing meanwhile. What it has switched on goes off at its own time.");
  const sheet = openSheet(`Pause ${title}`, words, make("div", "kept-row", ...choices));
}

async function ask(page, id, act, body) {
  try {
    await page.say(`/api/agents/${encodeURIComponent(id)}/${act}`, body);
  } catch (problem) {
    page.notice(problem.message);
  }
  page.again();
}
