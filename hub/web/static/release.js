// The end of "Humans only": what would resume, and a deliberate press before it does.

import { make } from "./parts.js";
import { button, openSheet } from "./sheet.js";

const HELD_FOR = 1_000;
const FALLBACK = "What agents wish counts again.";

/** Ask whether a scope is to be given back; `page` is what screens are given. */
export async function askRelease(page, scope, title) {
  const list = make("ul", "sheet-list");
  const sheet = openSheet(title, list);
  const release = async () => {
    sheet.close();
    await page.override(scope, "release");
  };
  sheet.body.append(make("div", "sheet-row", holdButton("Press and hold to release", release), ...twoSteps(release)));
  const found = await page.read(`/api/override/${scope}`).catch(() => null);
  const said = found?.resumes.length ? found.resumes : [FALLBACK];
  list.replaceChildren(...said.map((sentence) => make("li", "", sentence)));
}

/** A button that acts once it was held; a finger that slips off or lets go changes nothing. */
function holdButton(text, act) {
  const made = make("button", "button strong hold", text);
  made.type = "button";
  let held = 0;
  const start = (event) => {
    if (event.button !== 0) return;
    made.classList.add("held");
    held = setTimeout(act, HELD_FOR);
  };
  const end = () => {
    made.classList.remove("held");
    clearTimeout(held);
  };
  made.addEventListener("pointerdown", start);
  for (const over of ["pointerup", "pointercancel", "pointerleave"]) made.addEventListener(over, end);
  made.addEventListener("contextmenu", (event) => event.preventDefault());
  return made;
}

/** The same in two presses, for keys, switches and whoever cannot hold. */
function twoSteps(act) {
  const confirm = button("Yes, release", act);
  confirm.hidden = true;
  const first = button("Release in two steps", () => {
    first.hidden = true;
    confirm.hidden = false;
    confirm.focus();
  });
  return [first, confirm];
}
