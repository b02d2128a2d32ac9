// How this browser shows the page: light, dark, or as the phone is set.

import { make } from "./parts.js";
import { button } from "./sheet.js";

const A_YEAR = 31_536_000;
const LOOKS = { "": "As the phone", light: "Light", dark: "Dark" };

/** Make the choice; a cookie keeps it, so that the hub sends the next page in it and no script is waited for. */
export function looks() {
  const root = document.documentElement;
  const chosen = (look) => button(LOOKS[look], () => {
    root.dataset.look = look;
    document.cookie = `look=${look}; path=/; max-age=${look ? A_YEAR : 0}; samesite=strict`;
    show();
  });
  const buttons = Object.keys(LOOKS).map((look) => [look, chosen(look)]);
  const show = () => {
    for (const [look, one] of buttons) one.setAttribute("aria-pressed", String(look === root.dataset.look));
  };
  show();
  const row = make("div", "sheet-row control", ...buttons.map(([, one]) => one));
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Look of this page");
  const head = make("summary", "part-head", make("h3", "", "This phone"));
  return make("details", "part", head, make("div", "part-body", row));
}
