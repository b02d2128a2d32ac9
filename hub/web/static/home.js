// Home: what people are asked, the scenes, and the rooms with what is in them.

import { later, make } from "./parts.js";
import { Rooms } from "./rooms.js";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function openHome(root, page) {
  const asked = make("section", "questions");
  asked.setAttribute("aria-label", "Questions");
  asked.setAttribute("aria-live", "polite");
  asked.hidden = true;
  const scenes = make("div", "scenes");
  scenes.setAttribute("role", "group");
  scenes.setAttribute("aria-label", "Scenes");
  const rooms = make("div", "rooms");
  const fresh = make("section", "newcomers");
  fresh.setAttribute("aria-label", "New devices");
  fresh.hidden = true;
  root.append(asked, scenes, rooms, fresh);
  let newcomers = null;
  let questions = null;
  const ask = () => (questions ??= later(() => import("./questions.js")).then(
    (found) => new found.Questions(asked, page),
    (problem) => { questions = null; throw problem; },
  ));
  page.look = () => ask().then((found) => found.look(), (problem) => page.notice(problem.message));
  // What is asked already stands there at first sight; what comes later waits behind a line below.
  const ready = page.store.house.prompts.length > 0 ? ask().then((found) => found.begin(), () => {}) : null;
  const all = new Rooms(rooms, page);
  let shape = "";
  return {
    ready,
    whole: all.whole,
    show() {
      const now = JSON.stringify(page.store.house.scenes);
      if (now !== shape) scenes.replaceChildren(...page.store.house.scenes.map((scene) => chip(scene, page)));
      shape = now;
      scenes.hidden = page.store.house.scenes.length === 0;
      questions?.then((found) => found.show(), () => {});
      all.show(page.store);
      // Most homes have none, most of the time.
      if (!newcomers && page.isAdult && [...page.store.devices.values()].some((one) => one.new)) {
        newcomers = later(() => import("./newcomers.js")).then((found) => new found.Newcomers(fresh, page));
      }
      newcomers?.then((found) => found.show(), () => { newcomers = null; });
    },
  };
}

function chip({ id, name }, page) {
  const made = make("button", "chip", name);
  made.type = "button";
  made.addEventListener("click", () => page.scene(id, name));
  return made;
}
