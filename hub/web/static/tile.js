// One lamp or switch: the left part acts, the dots open its sheet, the strip sets its brightness.

import { clock, icon, make, tell } from "./parts.js";

const SLIDES_AFTER = 8;
const PREVIEW_EVERY = 200;

export class Tile {
  /** `onWish(id, values)` is told what a finger wants, `onMore(id)` that it asks for the sheet. */
  constructor(device, onWish, onMore) {
    this.id = device.id;
    this.name = make("span", "tile-name");
    this.words = make("span", "tile-words");
    this.button = make("button", "tile-tap", icon(device.lamp ? "lamp" : "switch"), this.name, this.words);
    this.button.type = "button";
    this.button.setAttribute("role", "switch");
    // On click only: a finger that scrolls over a tile clicks nothing.
    this.button.addEventListener("click", () => onWish(this.id, { power: this.on ? "off" : "on" }));
    this.more = make("button", "tile-more");
    this.more.type = "button";
    this.more.setAttribute("aria-haspopup", "dialog");
    this.more.addEventListener("click", () => onMore(this.id));
    this.note = make("p", "tile-note");
    this.element = make("li", "tile", this.button, this.more);
    if (device.dims) {
      this.slider = new Slider(1, 100, (value) => onWish(this.id, { power: "on", percent: value }));
      this.slider.onMove = (value) => tell(this.words, `${value} %`);
      this.element.append(this.slider.element);
    }
    this.element.append(this.note);
  }

  #note(words, held) {
    if (words === this.noted && held === this.held) return;
    Object.assign(this, { noted: words, held });
    this.note.replaceChildren(...(held ? [icon("hand")] : []), words);
  }

  update(device) {
    this.on = device.on;
    tell(this.name, device.name);
    this.#note(noteOf(device), device.level === "person");
    this.more.setAttribute("aria-label", `More about ${device.name}`);
    this.button.setAttribute("aria-checked", String(device.on));
    const { classList } = this.element;
    classList.toggle("lit", device.on);
    classList.toggle("waiting", device.waiting);
    classList.toggle("away", !device.available);
    classList.toggle("held", device.level === "person");
    // Under a finger the slider shows what the finger says.
    if (this.slider?.sliding) return;
    tell(this.words, device.words);
    this.slider?.show(lightOf(device), lightOf(device), `Brightness of ${device.name}`, device.words);
  }
}

/** A strip that a finger draws along: sideways only, so that scrolling over it sets nothing. */
export class Slider {
  sliding = false;
  /** Whether values are told while the finger moves. */
  previews = true;
  onMove = () => {};
  #from = 0;
  #sent = null;
  #sentAt = 0;

  /** `onValue` is told at most five times a second, and the last value in any case. */
  constructor(min, max, onValue, step = 1) {
    this.onValue = onValue;
    this.input = make("input", "slider");
    Object.assign(this.input, { type: "range", min, max, step });
    // Keys, and whoever works the strip without a finger, change the input itself.
    this.input.addEventListener("change", () => this.#say(this.input.valueAsNumber));
    this.input.addEventListener("input", () => this.#moved(this.input.valueAsNumber));
    this.element = make("div", "strip", this.input);
    this.element.addEventListener("pointerdown", (event) => this.#down(event));
    this.element.addEventListener("pointermove", (event) => this.#drawn(event));
    this.element.addEventListener("pointerup", (event) => this.#end(event));
    this.element.addEventListener("pointercancel", () => this.#stop());
  }

  show(value, fill, label, words) {
    this.input.value = String(value);
    this.input.setAttribute("aria-label", label);
    this.input.setAttribute("aria-valuetext", words);
    this.input.style.setProperty("--fill", `${fill}%`);
  }

  #down(event) {
    if (event.button !== 0) return;
    this.#from = event.clientX;
    this.#sent = null;
    this.pointer = event.pointerId;
  }

  #drawn(event) {
    if (event.pointerId !== this.pointer) return;
    if (!this.sliding) {
      if (Math.abs(event.clientX - this.#from) < SLIDES_AFTER) return;
      this.sliding = true;
      this.element.setPointerCapture(event.pointerId);
    }
    const value = this.#at(event);
    this.#moved(value);
    if (this.previews && event.timeStamp - this.#sentAt >= PREVIEW_EVERY) {
      this.#sentAt = event.timeStamp;
      this.#say(value);
    }
  }

  #end(event) {
    if (event.pointerId !== this.pointer) return;
    const drawn = this.sliding;
    this.#stop();
    // A mouse may point at a place; a finger that only touches may have meant to scroll.
    if (drawn || event.pointerType === "mouse") {
      const value = this.#at(event);
      this.#moved(value);
      this.#say(value);
    }
  }

  #stop() {
    this.sliding = false;
    this.pointer = null;
  }

  #at(event) {
    const { left, width } = this.input.getBoundingClientRect();
    const { min, max, step } = this.input;
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return Math.round((Number(min) + share * (max - min)) / step) * step;
  }

  #moved(value) {
    this.input.value = String(value);
    const { min, max } = this.input;
    this.input.style.setProperty("--fill", `${(100 * (value - min)) / (max - min)}%`);
    this.onMove(value);
  }

  #say(value) {
    if (value === this.#sent) return;
    this.#sent = value;
    this.onValue(value);
  }
}

/** How bright a device is shown, in percent: one that is off gives no light, however bright it will be. */
export const lightOf = ({ on, percent }) => (on ? percent ?? 100 : 0);

/** Who has the say over a device; short, so that it stays on its line and nothing moves. */
export function noteOf(device) {
  if (device.frozen && device.level !== "person") return "Humans only";
  if (!device.holder) return "";
  if (!device.until) return "Held until released";
  const end = clock(device.until);
  if (device.level !== "person") return `Until ${end}: ${device.holder}`;
  return device.until_empty ? `Held, latest ${end}` : `Held until ${end}`;
}
