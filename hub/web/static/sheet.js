// A sheet from below: a dialog for what is looked at closely; closing it gives the focus back.

import { make } from "./parts.js";

/** Open a sheet with a title and content; returns it: `body`, `close()`, and `dialog` for events. */
export function openSheet(title, ...content) {
  const heading = make("h2", "", title);
  const close = button("Close", () => dialog.close());
  const body = make("div", "sheet-body", ...content);
  const all = make("div", "sheet-all", make("div", "sheet-head", heading, close), body);
  const dialog = make("dialog", "sheet", all);
  dialog.setAttribute("aria-label", title);
  // Beside the sheet is the dialog itself, under its own backdrop.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, body, close: () => dialog.close() };
}

/** Make a button of a sheet. */
export function button(text, act, look = "") {
  const made = make("button", `button ${look}`.trim(), text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
