// The why sheet: a record or a question with its reasons, as the hub tells them.

import { make } from "./parts.js";
import { openSheet } from "./sheet.js";

/** Open it; `path` is where the hub tells why, `title` what is asked about. */
export async function openWhy(page, path, title) {
  const sheet = openSheet(title, make("p", "quiet", "One moment."));
  try {
    const { parts } = await page.read(path);
    sheet.body.replaceChildren(...parts.map(section));
  } catch (problem) {
    sheet.body.replaceChildren(make("p", "", problem.message));
  }
}

function section({ title, sentences }) {
  return make("section", "why", make("h3", "", title), ...sentences.map((said) => make("p", "", said)));
}
