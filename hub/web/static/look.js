// How this browser shows the page: light, dark, or as the phone is set.

import { make } from "./parts.js";
import { button } from "./sheet.js";

const LOOKS = { "": "As the phone", light: "Light", dark: "Dark" };

/** Make the choice; it is kept in this browser, and page.js heeds it at the next visit. */
export function looks() {
  const root = document.documentElement;
  const chosen = (look) => button(LOOKS[look], () => {
    root.style.colorScheme = look;
    localStorage.setItem("look", look);
    show();
  });
  const buttons = Object.keys(LOOKS).map((look) => [look, chosen(look)]);
  const show = () => {
    for (const [look, one] of buttons) one.setAttribute("aria-pressed", String(look === root.style.colorScheme));
  };
  show();
  const row = make("div", "sheet-row control", ...buttons.map(([, one]) => one));
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Look of this page");
  const head = make("summary", "part-head", make("h3", "", "This phone"));
  return make("details", "part", head, make("div", "part-body", row));
}
