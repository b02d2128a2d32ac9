// Home: what people are asked, the scenes, and the rooms with what is in them.

import { make, tell } from "./parts.js";
import { Questions } from "./questions.js";
import { Tile } from "./tile.js";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  const questions = new Questions(page);
  const scenes = make("div", "scenes");
  scenes.setAttribute("role", "group");
  scenes.setAttribute("aria-label", "Scenes");
  const rooms = make("div", "rooms");
  const fresh = make("section", "newcomers");
  fresh.setAttribute("aria-label", "New devices");
  fresh.hidden = true;
  root.append(questions.element, scenes, rooms, fresh);
  let newcomers = null;
  const all = new Rooms(rooms, page);
  let shape = "";
  return {
    show() {
      const now = JSON.stringify(page.store.house.scenes);
      if (now !== shape) scenes.replaceChildren(...page.store.house.scenes.map((scene) => chip(scene, page)));
      shape = now;
      scenes.hidden = page.store.house.scenes.length === 0;
      questions.show();
      all.show(page.store);
      // Most homes have none, most of the time.
      if (!newcomers && page.isAdult && [...page.store.devices.values()].some((one) => one.new)) {
        newcomers = import("./newcomers.js").then((found) => new found.Newcomers(fresh, page));
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

class Rooms {
  #tiles = new Map();
  #readings = new Map();
  #headings = new Map();
  #shape = "";

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
    for (const [id, tile] of this.#tiles) tile.update(store.shown(id));
    for (const [id, row] of this.#readings) row(store.shown(id));
    for (const room of rooms) this.#headings.get(room.id)(room, store);
  }

  #build(rooms) {
    this.#tiles.clear();
    this.#readings.clear();
    this.#headings.clear();
    this.element.replaceChildren(...rooms.map((room) => this.#room(room)));
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
    this.#tiles.set(device.id, tile);
    return tile.element;
  }

  #row(device) {
    const name = make("span", "reading-name");
    const words = make("span", "reading-words");
    const button = this.#button("reading-tap", "", () => this.page.device(device.id));
    button.append(name, words);
    button.setAttribute("aria-haspopup", "dialog");
    const row = make("li", "reading", button);
    this.#readings.set(device.id, (now) => {
      tell(name, now.name);
      tell(words, now.words);
      row.classList.toggle("away", !now.available);
    });
    return row;
  }
}

function kind(device) {
  return [device.id, device.switches, device.dims, device.lamp];
}
