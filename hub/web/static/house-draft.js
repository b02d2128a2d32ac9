// A change of the household's file: shown first, and signed elsewhere.

import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";

/** Open a sheet that shows what a change would do before it is handed over to be signed.
 *
 * `asks` returns what the hub is to be told of it, or a sentence where there is nothing to tell.
 */
export function openDraft(page, title, words, rows, path, asks) {
  const said = make("div", "said");
  said.setAttribute("role", "status");
  const look = button("What would it do?", () => send(false));
  const hand = button("Hand it to the console", () => send(true), "strong");
  hand.disabled = true;
  const sheet = openSheet(title, make("p", "", words), ...rows, said, make("div", "kept-row", look, hand));
  // What is handed over was seen as it is.
  for (const row of rows) row.addEventListener("input", () => { hand.disabled = true; });

  async function send(keep) {
    const asked = asks();
    if (typeof asked === "string") {
      said.replaceChildren(make("p", "", asked));
      return;
    }
    look.disabled = hand.disabled = true;
    said.replaceChildren(make("p", "", "The last days are looked through."));
    try {
      const told = await page.say(path, { ...asked, keep });
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

/** Say of a button that it opens a sheet. */
export function opener(made) {
  made.setAttribute("aria-haspopup", "dialog");
  return made;
}

/** Say that a change waits, and who can sign it from here. */
function keptAsDraft(page, { code, command }) {
  const here = maySign(page);
  const where = here ? "" : ` at the console: ${command}`;
  page.notice(`Draft ${code} waits to be signed${where}.`, here && { "Read and sign": () => signing(page, code) });
  page.again();
}

/** Whether this may be a phone with the House key; the hub knows whether it signs. */
const maySign = (page) => Boolean(page.me) && location.protocol === "https:";
const signing = async (page, code) => (await import("./house-sign.js")).openSigning(page, code);

async function tried(page, act) {
  try {
    await act();
  } catch (problem) {
    page.notice(problem.message);
  }
}
