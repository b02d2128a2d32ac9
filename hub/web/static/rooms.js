// The rooms with what is in them: the first are built at once, the others piece by piece.

import { breath, drawn, make, tell } from "./parts.js";
import { Tile } from "./tile.js";

/** So many devices are more than a phone shows at first sight. */
const AT_FIRST = 6;
/** Milliseconds for which no finger should wait. */
const AT_ONCE = 32;

export class Rooms {
  #shows = new Map();
  #headings = new Map();
  #shape = "";
  #work = null;
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
      return this.#build(rooms);
    }
    // What was not built yet is shown as it is then.
    for (const room of rooms) {
      this.#headings.get(room.id)?.(room, store);
      for (const { id } of room.devices) this.#shows.get(id)?.(store.shown(id));
    }
  }

  #build(rooms) {
    this.#shows.clear();
    this.#headings.clear();
    // What is replaced is replaced at once: only what nobody has seen yet may come bit by bit.
    const anew = this.element.childElementCount > 0;
    this.element.replaceChildren();
    this.#work = this.#pieces(rooms);
    this.#go(this.#work, (built) => anew || built < AT_FIRST);
  }

  /** Build while there is time, let what waits go first, and go on, until all rooms stand. */
  async #go(work, inTime) {
    let built = 0;
    let pause = drawn;
    for (let piece = work.next(); !piece.done; piece = work.next()) {
      built += piece.value;
      if (inTime(built)) continue;
      await pause();
      pause = breath;
      const began = performance.now();
      inTime = () => performance.now() - began < AT_ONCE;
      // Or all of it was begun anew meanwhile.
      if (work !== this.#work) return;
    }
    this.#stands();
  }

  /** Build the rooms piece by piece; each says how many devices it is. */
  *#pieces(rooms) {
    const { store } = this.page;
    let before = 0;
    for (const room of rooms) {
      const section = make("section", "room", this.#heading(room));
      this.#headings.get(room.id)(store.rooms().find((one) => one.id === room.id) ?? room, store);
      section.setAttribute("aria-labelledby", `room-${room.id}`);
      section.classList.toggle("far", before >= AT_FIRST);
      this.element.append(section);
      before += room.devices.length;
      yield* this.#list(section, "tiles", room.devices.filter((one) => one.switches), (one) => this.#tile(one));
      yield* this.#list(section, "readings", room.devices.filter((one) => !one.switches), (one) => this.#row(one));
    }
  }

  /** Two at a time: one alone would stand across both columns until the next comes. */
  *#list(section, look, devices, made) {
    if (devices.length === 0) return;
    const list = make("ul", look);
    section.append(list);
    for (let first = 0; first < devices.length; first += 2) {
      const some = devices.slice(first, first + 2);
      for (const device of some) {
        list.append(made(device));
        const now = this.page.store.shown(device.id);
        if (now) this.#shows.get(device.id)(now);
      }
      yield some.length;
    }
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

function kind(device) {
  return [device.id, device.switches, device.dims, device.lamp];
}
