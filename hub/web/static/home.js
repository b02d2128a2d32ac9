// Home: what people are asked, and the rooms with what is in them.

import { make } from "./parts.js";
import { Questions } from "./questions.js";
import { Rooms } from "./rooms.js";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  const asked = make("section", "questions");
  asked.setAttribute("aria-label", "Questions");
  asked.setAttribute("aria-live", "polite");
  const rooms = make("div", "rooms");
  root.append(asked, rooms);
  const questions = new Questions(asked, page.answer);
  const all = new Rooms(rooms, page.wish, (scope) => page.override(scope, "release"));
  return {
    show() {
      questions.show(page.store.house.prompts);
      all.show(page.store);
    },
  };
}
