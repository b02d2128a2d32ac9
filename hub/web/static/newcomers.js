// New devices: nothing happens to them by itself until an adult says which room they are in.

import { make } from "./parts.js";

export class Newcomers {
  #shape = "";

  /** Show them in a section, to an adult; see docs/page.md for what the page gives. */
  constructor(section, page) {
    this.section = section;
    this.page = page;
  }

  /** Show the devices that wait; what is being chosen stays while nothing about them changes. */
  show() {
    const { store } = this.page;
    const areas = store.house.areas;
    const waiting = [...store.devices.values()].filter((device) => device.new);
    const shape = JSON.stringify([
      areas.map(({ id, name }) => [id, name]), waiting.map((one) => [one.id, one.name, one.new]),
    ]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.section.hidden = waiting.length === 0 || areas.length === 0;
    this.section.replaceChildren(
      make("h2", "newcomers-title", "New devices"),
      make("p", "newcomers-why", "Nothing happens to them by itself until you say where they are."),
      make("ul", "newcomers-list", ...waiting.map((device) => this.#row(device, areas))),
    );
  }

  #row(device, areas) {
    const name = make("span", "newcomer-name", device.name);
    const says = device.new.says ? `It says it is in ${device.new.says}.` : "";
    const why = make("span", "newcomer-why", [says, device.new.why].filter(Boolean).join(" "));
    const choice = make("select", "newcomer-area", ...areas.map((area) => option(area)));
    choice.setAttribute("aria-label", `Room of ${device.name}`);
    if (device.new.suggests) choice.value = device.new.suggests;
    const place = make("button", "newcomer-place", "Place");
    place.type = "button";
    place.setAttribute("aria-label", `Place ${device.name}`);
    place.addEventListener("click", () => this.#say(device.id, "adopt", { area: choice.value }, place));
    if (!device.new.twin) return make("li", "newcomer", name, why, choice, place);
    const twin = this.page.store.devices.get(device.new.twin)?.name ?? device.new.twin;
    const same = make("button", "newcomer-place", `It is ${twin}`);
    same.type = "button";
    same.setAttribute("aria-label", `${device.name} is ${twin}`);
    same.addEventListener("click", () => this.#say(device.id, "join", { device: device.new.twin }, same));
    return make("li", "newcomer", name, why, same, choice, place);
  }

  async #say(id, verb, what, button) {
    button.disabled = true;
    try {
      await this.page.say(`/api/devices/${encodeURIComponent(id)}/${verb}`, what);
    } catch (problem) {
      this.page.notice(problem.message);
      button.disabled = false;
    }
  }
}

function option({ id, name }) {
  const made = make("option", "", name);
  made.value = id;
  return made;
}
