// What a device can be told besides light: a lock, a cover, heating, and whatever else takes orders.

import { make, tell } from "./parts.js";
import { button } from "./sheet.js";
import { Slider } from "./tile.js";

const ELSEWHERE = ["power", "brightness", "colour", "effect"];
const ORDERS = { open: "Open", closed: "Close", stopped: "Stop", true: "On", false: "Off" };
const LOCK = { true: "Lock", false: "Unlock" };
const FEW = 4;
/** What opens a house is asked twice. */
const OPENS = ([aspect, value]) => (aspect === "locked" && value === false) || aspect === "latch" || aspect === "install";

export class Controls {
  #shows = new Map();

  /** Make what sets the aspects of a device, as the hub tells it; `page` is what screens are given. */
  constructor(page, { id, aspects }) {
    Object.assign(this, { page, id });
    this.element = make("section", "controls");
    this.said = make("p", "control-said");
    this.said.setAttribute("role", "alert");
    const settings = make("div", "controls");
    for (const able of aspects) {
      if (!able.writable || ELSEWHERE.includes(able.aspect)) continue;
      const made = this.#control(able);
      if (made) (able.category === "primary" ? this.element : settings).append(made);
    }
    if (settings.childElementCount > 0) {
      this.element.append(make("details", "fold", make("summary", "", "Settings"), settings));
    }
    this.element.append(this.said);
  }

  /** Show what each of them is now. */
  show({ aspects }) {
    for (const { aspect, value, unit } of aspects) this.#shows.get(aspect)?.(value, unit);
  }

  #control(able) {
    const title = able.aspect.replaceAll("_", " ");
    const name = title.charAt(0).toUpperCase() + title.slice(1);
    const words = make("span", "control-words");
    const head = make("h3", "", name, " ", words);
    const part = this.#part(able, name, (value, unit) => {
      const said = (able.aspect === "locked" ? { true: "locked", false: "unlocked" } : { true: "on", false: "off" })[value];
      tell(words, value === null ? "" : `${said ?? value} ${unit ?? ""}`.trim());
    });
    return part && make("div", "control", head, part);
  }

  #part(able, name, says) {
    const { aspect, kind, low, high, step, options, unit } = able;
    if (kind === "number" && low !== null && high !== null) return this.#strip({ aspect, low, high, step, unit, name }, says);
    if (kind === "truth") return this.#buttons(aspect, [true, false], name, says);
    if (kind === "act" || (kind === "choice" && options.length <= FEW)) return this.#buttons(aspect, options, name, says);
    if (kind === "choice") return this.#list(aspect, options, name, says);
    return null;
  }

  #strip({ aspect, low, high, step, unit, name }, says) {
    const slider = new Slider(low, high, (value) => this.#set(aspect, value), step ?? 1);
    // What turns a motor is told once, where the finger lets go.
    slider.previews = false;
    slider.onMove = (value) => says(value, unit);
    slider.element.classList.add("big");
    this.#shows.set(aspect, (value) => {
      if (slider.sliding) return;
      says(value, unit);
      slider.show(value ?? low, (100 * ((value ?? low) - low)) / (high - low), name, `${value ?? "not known"} ${unit ?? ""}`.trim());
    });
    return slider.element;
  }

  #buttons(aspect, values, name, says) {
    const words = aspect === "locked" ? LOCK : ORDERS;
    const buttons = values.map((value) => {
      const text = words[value] ?? String(value).replaceAll("_", " ");
      return [value, OPENS([aspect, value]) ? this.#twice(aspect, value, text) : button(text, () => this.#set(aspect, value))];
    });
    this.#shows.set(aspect, (value) => {
      says(value);
      for (const [own, one] of buttons) one.setAttribute("aria-pressed", String(own === value));
    });
    const row = make("div", "sheet-row", ...buttons.map(([, one]) => one));
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", name);
    return row;
  }

  /** A button that asks once more. */
  #twice(aspect, value, text) {
    let asked = false;
    const made = button(text, () => {
      asked = !asked;
      tell(made, asked ? `Yes, ${text.toLowerCase()}` : text);
      if (!asked) this.#set(aspect, value);
    });
    made.addEventListener("blur", () => { asked = false; tell(made, text); });
    return made;
  }

  #list(aspect, options, name, says) {
    const pick = make("select", "pick", ...options.map((option) => Object.assign(make("option", "", option.replaceAll("_", " ")), { value: option })));
    pick.setAttribute("aria-label", name);
    pick.addEventListener("change", () => this.#set(aspect, pick.value));
    this.#shows.set(aspect, (value) => { says(value); pick.value = value ?? ""; });
    return pick;
  }

  async #set(aspect, value) {
    tell(this.said, "");
    try {
      await this.page.say(`/api/devices/${encodeURIComponent(this.id)}/set`, { set: { [aspect]: value } });
    } catch (problem) {
      tell(this.said, problem.message);
    }
  }
}
