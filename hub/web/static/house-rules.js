// House rules: each as a sentence, with its numbers; a change is shown first, and signed elsewhere.

import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";

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

/** Make the line of a change that nobody has signed yet. */
export function waiting(page, { code, by, changes, command, signed }) {
  const withdraw = button("Withdraw", async () => {
    await tried(page, () => page.say(`/api/drafts/${code}/withdraw`, {}));
    page.again();
  });
  withdraw.setAttribute("aria-label", `Withdraw: ${code}`);
  const row = make("div", "kept-row", withdraw);
  if (maySign(page)) {
    const sign = opener(button("Read and sign", () => signing(page, code), "strong"));
    sign.setAttribute("aria-label", `Read and sign: ${code}`);
    row.prepend(sign);
  }
  return make(
    "li",
    "kept-card",
    make("p", "kept-name", changes.join(" ")),
    make("p", "soft", signed ? `Signed by ${signed}: somebody else must sign it too.` : ""),
    make("p", "soft", `By ${by}. It counts once it is signed with a House key, or at the console of the hub:`),
    make("code", "command", command),
    row,
  );
}

/** Return a button that changes the numbers of an entry; nothing where it has none. */
export function changing(page, section, name, title, numbers) {
  if (!numbers?.length) return null;
  return opener(button("Change numbers", () => change(page, section, name, title, numbers), "changing"));
}

/** Say of a button that it opens a sheet. */
export function opener(made) {
  made.setAttribute("aria-haspopup", "dialog");
  return made;
}

function change(page, section, name, title, numbers) {
  const fields = numbers.map(field);
  const said = make("div", "said");
  said.setAttribute("role", "status");
  const look = button("What would it do?", () => send(false));
  const hand = button("Hand it to the console", () => send(true), "strong");
  hand.disabled = true;
  const words = make("p", "", "Nothing counts before somebody has signed it at the hub.");
  const sheet = openSheet(`Change ${title}`, words, ...fields.map((one) => one.row), said, make("div", "kept-row", look, hand));
  for (const { input } of fields) input.addEventListener("input", () => { hand.disabled = true; });

  async function send(keep) {
    const wanted = fields.filter(({ input, text }) => input.value.trim() !== text);
    if (!wanted.length) {
      said.replaceChildren(make("p", "", "No number was changed."));
      return;
    }
    look.disabled = hand.disabled = true;
    said.replaceChildren(make("p", "", "The last days are looked through."));
    const body = { section, name, numbers: Object.fromEntries(wanted.map(({ path, input }) => [path, input.value])), keep };
    try {
      const told = await page.say("/api/drafts", body);
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

/** Say that a change waits, and who can sign it from here. */
export function keptAsDraft(page, { code, command }) {
  const here = maySign(page);
  const where = here ? "" : ` at the console: ${command}`;
  page.notice(`Draft ${code} waits to be signed${where}.`, here && { "Read and sign": () => signing(page, code) });
  page.again();
}

/** Whether this may be a phone with the House key; the hub knows whether it signs. */
const maySign = (page) => Boolean(page.me) && location.protocol === "https:";
const signing = async (page, code) => (await import("./house-sign.js")).openSigning(page, code);

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

async function tried(page, act) {
  try {
    await act();
  } catch (problem) {
    page.notice(problem.message);
  }
}
