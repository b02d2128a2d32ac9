// Signing a draft on this phone: read it in sentences, then sign it with the House key and your name.

import { mark } from "./house-key.js";
import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";
import { known } from "./signing.js";

/** Show what a draft changes, and who must sign; a second button signs it. */
export async function openSigning(page, code) {
  const way = `/api/drafts/${encodeURIComponent(code)}`;
  let shown, mine;
  try {
    shown = await page.read(`${way}/to-sign`);
    mine = await known();
    if (!mine?.pair) throw new Error("This browser has lost its House key: pair it anew.");
  } catch (problem) {
    page.notice(problem.message);
    return;
  }
  const said = make("div", "said");
  said.setAttribute("role", "status");
  const sign = button(`Sign as ${page.me.name}`, () => send(), "strong");
  const sheet = openSheet(
    "Sign this change",
    make("p", "", `By ${shown.by}. From then on:`),
    make("ul", "kept", ...shown.changes.map((text) => make("li", "kept-line", text))),
    make("p", "soft", whoSigns(shown)),
    said,
    make("div", "kept-row", sign),
  );

  async function send() {
    sign.disabled = true;
    try {
      const answer = await page.say(`${way}/sign`, { at: shown.at, mark: await mark(mine.pair, shown.message) });
      sheet.close();
      page.notice(answer.in_force
        ? `Signed. It is in force: version ${answer.version} of the house rules.`
        : "Signed. It counts once somebody else has signed it too.");
      page.again();
    } catch (problem) {
      said.replaceChildren(make("p", "problem", problem.message));
      sign.disabled = false;
    }
  }
}

function whoSigns({ needs, signed, allows_more: more }) {
  const allows = more ? "This may let more happen than today. " : "";
  if (signed) return `${allows}${signed} signed it: with your name too it is in force.`;
  return needs > 1 ? `${allows}Two people must sign it.` : `${allows}With your name it is in force.`;
}
