// Home: what people are asked, the scenes, and the rooms with what is in them.

import { later, make, tell } from "./parts.js";
import { Tile } from "./tile.js";

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

/** So many devices are more than a phone shows at first sight. */
const AT_FIRST = 8;
const AT_ONCE = 16;

class Rooms {
  #shows = new Map();
  #headings = new Map();
  #shape = "";
  #stands = () => {};
  /** Fulfilled once every room was built. */
  whole = new Promise((stands) => { this.#stands = stands; });

  constructor(element, page) {
    this.element = element;
    this.page = page;
  }

  /** Show the store as it is; the structure is built anew only when it differs. */
  show(store) {
    const rooms = store.rooms();
    const shape = JSON.stringify(rooms.map((room) => [room.id, room.name, room.devices.map(kind)]));
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#build(rooms);
    }
    for (const room of rooms) this.#fill(room, store);
  }

  /** Show a room as it is, if it was built. */
  #fill(room, store) {
    this.#headings.get(room.id)?.(room, store);
    for (const { id } of room.devices) this.#shows.get(id)?.(store.shown(id));
  }

  #build(rooms) {
    this.#shows.clear();
    this.#headings.clear();
    // What is replaced is replaced at once: only what nobody has seen yet may come bit by bit.
    const some = this.element.childElementCount > 0 ? rooms.length : enough(rooms);
    this.element.replaceChildren(...rooms.slice(0, some).map((room) => this.#room(room)));
    this.#after(rooms.slice(some));
  }

  /** Build the rooms that are left in pieces, so that no finger waits for all of them. */
  #after(left) {
    if (left.length === 0) return this.#stands();
    const shape = this.#shape;
    requestAnimationFrame(() => setTimeout(() => {
      // Or all of it was built anew meanwhile.
      if (shape === this.#shape && !this.#headings.has(left[0].id)) this.#next(left);
    }));
  }

  #next(left) {
    const { store } = this.page;
    const some = enough(left, AT_ONCE);
    for (const { id } of left.slice(0, some)) {
      const room = store.rooms().find((one) => one.id === id);
      this.element.append(this.#room(room));
      this.#fill(room, store);
    }
    this.#after(left.slice(some));
  }

  #room(room) {
    const section = make("section", "room", this.#heading(room));
    section.setAttribute("aria-labelledby", `room-${room.id}`);
    const acting = room.devices.filter((device) => device.switches);
    const measuring = room.devices.filter((device) => !device.switches);
    if (acting.length > 0) section.append(make("ul", "tiles", ...acting.map((d) => this.#tile(d))));
    if (measuring.length > 0) {
      section.append(make("ul", "readings", ...measuring.map((d) => this.#row(d))));
    }
    return section;
  }

  #heading(room) {
    const title = make("h2", "room-name");
    title.id = `room-${room.id}`;
    const count = make("span", "room-count");
    const held = make("p", "room-held");
    const release = this.#button("room-release", "Release", () => this.page.override(`area/${room.id}`, "release"));
    let lit = [];
    const off = this.#button("room-off", "All off", () => {
      for (const id of lit) this.page.wish(id, { power: "off" });
    });
    this.#headings.set(room.id, (now, store) => {
      tell(title, now.name);
      lit = now.devices.filter((device) => device.switches && store.shown(device.id).on).map((device) => device.id);
      tell(count, lit.length > 0 ? `${lit.length} on` : "");
      tell(held, now.held?.sentence ?? "");
      release.setAttribute("aria-label", `Release ${now.name}`);
      release.hidden = !now.held || !this.page.mayHold(room.id);
      // It keeps its place, so that nothing moves when the last lamp goes off.
      off.disabled = lit.length === 0;
      off.setAttribute("aria-label", `All off in ${now.name}`);
    });
    const top = make("div", "room-title", title, count);
    return make("div", "room-head", top, room.devices.some((device) => device.switches) ? off : "", held, release);
  }

  #button(look, text, act) {
    const made = make("button", look, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  #tile(device) {
    const tile = new Tile(device, this.page.wish, this.page.device);
    this.#shows.set(device.id, (now) => tile.update(now));
    return tile.element;
  }

  #row(device) {
    const name = make("span", "reading-name");
    const words = make("span", "reading-words");
    const button = this.#button("reading-tap", "", () => this.page.device(device.id));
    button.append(name, words);
    button.setAttribute("aria-haspopup", "dialog");
    const row = make("li", "reading", button);
    this.#shows.set(device.id, (now) => {
      tell(name, now.name);
      tell(words, now.words);
      row.classList.toggle("away", !now.available);
    });
    return row;
  }
}

/** How many of some rooms hold so many devices; all, where they do not. */
function enough(rooms, wanted = AT_FIRST) {
  let devices = 0;
  return rooms.findIndex((room) => (devices += room.devices.length) >= wanted) + 1 || rooms.length;
}

function kind(device) {
  return [device.id, device.switches, device.dims, device.lamp];
}
