// Home: what people are asked, and the rooms: the tiles of what can be switched, a list of what is measured.

import { make, tell } from "./parts.js";
import { Questions } from "./questions.js";
import { Tile } from "./tile.js";

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  const asked = make("section", "questions");
  asked.setAttribute("aria-label", "Questions");
  asked.setAttribute("aria-live", "polite");
  const rooms = make("div", "rooms");
  const fresh = make("section", "newcomers");
  fresh.setAttribute("aria-label", "New devices");
  fresh.hidden = true;
  root.append(asked, rooms, fresh);
  let newcomers = null;
  const questions = new Questions(asked, page.answer);
  const all = new Rooms(rooms, page.wish, (scope) => page.override(scope, "release"));
  return {
    show() {
      questions.show(page.store.house.prompts);
      all.show(page.store);
      // Most homes have none, most of the time.
      if (!newcomers && page.isAdult && [...page.store.devices.values()].some((one) => one.new)) {
        newcomers = import("./newcomers.js").then((found) => new found.Newcomers(fresh, page));
      }
      newcomers?.then((found) => found.show(), () => { newcomers = null; });
    },
  };
}

class Rooms {
  #tiles = new Map();
  #readings = new Map();
  #headings = new Map();
  #shape = "";

  constructor(element, onWish, onRelease) {
    this.element = element;
    this.onWish = onWish;
    this.onRelease = onRelease;
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
    const release = make("button", "room-release", "Release");
    release.type = "button";
    release.addEventListener("click", () => this.onRelease(`area/${room.id}`));
    this.#headings.set(room.id, (now, store) => {
      tell(title, now.name);
      const lit = now.devices.filter((device) => store.shown(device.id).on).length;
      tell(count, lit > 0 ? `${lit} on` : "");
      tell(held, now.held?.sentence ?? "");
      release.setAttribute("aria-label", `Release ${now.name}`);
      release.hidden = !now.held;
    });
    return make("div", "room-head", make("div", "room-title", title, count), held, release);
  }

  #tile(device) {
    const tile = new Tile(device, this.onWish, this.onRelease);
    this.#tiles.set(device.id, tile);
    return tile.element;
  }

  #row(device) {
    const name = make("span", "reading-name");
    const words = make("span", "reading-words");
    const row = make("li", "reading", name, words);
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
