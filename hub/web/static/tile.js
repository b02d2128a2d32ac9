// One lamp or switch: tap for on and off, slide for brightness.

import { clock, icon, make, tell } from "./parts.js";

export class Tile {
  #sliding = false;

  constructor(device, onWish, onRelease) {
    this.id = device.id;
    this.name = make("span", "tile-name");
    this.words = make("span", "tile-words");
    this.note = make("p", "tile-note");
    const labels = make("span", "tile-labels", this.name, this.words);
    this.button = make("button", "tile-tap", icon(device.lamp ? "lamp" : "switch"), labels);
    this.button.type = "button";
    this.button.setAttribute("role", "switch");
    this.button.addEventListener("click", () => onWish(this.id, { power: this.on ? "off" : "on" }));
    this.element = make("li", "tile", this.button);
    if (device.dims) this.element.append(this.#makeSlider(onWish));
    this.element.append(this.note, this.#makeMore(() => onRelease(`device/${this.id}`)));
  }

  /** What people hold of it, and what automation would do without that: for who asks. */
  #makeMore(onRelease) {
    this.held = make("summary", "tile-note");
    this.said = make("p", "tile-said");
    this.release = make("button", "room-release", "Release");
    this.release.type = "button";
    this.release.addEventListener("click", onRelease);
    this.more = make("details", "tile-more", this.held, this.said, this.release);
    return this.more;
  }

  #showMore(device) {
    const asked = device.held.length > 0;
    this.more.hidden = !asked;
    this.note.hidden = asked;
    tell(asked ? this.held : this.note, noteOf(device));
    tell(this.said, asked ? [...device.held, device.without].join(" ") : "");
    this.release.hidden = !device.held_here;
    this.release.setAttribute("aria-label", `Release ${device.name}`);
  }

  #makeSlider(onWish) {
    const slider = make("input", "slider");
    Object.assign(slider, { type: "range", min: 1, max: 100, step: 1 });
    slider.addEventListener("input", () => {
      this.#sliding = true;
      this.#fill(slider.valueAsNumber);
      tell(this.words, `${slider.value} %`);
    });
    slider.addEventListener("change", () => {
      this.#sliding = false;
      onWish(this.id, { power: "on", percent: slider.valueAsNumber });
    });
    this.slider = slider;
    return slider;
  }

  update(device) {
    this.on = device.on;
    tell(this.name, device.name);
    this.#showMore(device);
    this.button.setAttribute("aria-checked", String(device.on));
    const { classList } = this.element;
    classList.toggle("lit", device.on);
    classList.toggle("waiting", device.waiting);
    classList.toggle("away", !device.available);
    classList.toggle("held", device.level === "person");
    // Under a finger the slider shows what the finger says.
    if (this.#sliding) return;
    tell(this.words, device.words);
    if (this.slider) this.#showBrightness(device);
  }

  #showBrightness(device) {
    this.slider.value = String(device.percent ?? 1);
    this.slider.setAttribute("aria-label", `Brightness of ${device.name}`);
    this.slider.setAttribute("aria-valuetext", device.words);
    this.#fill(device.on ? device.percent ?? 100 : 0);
  }

  #fill(percent) {
    this.slider.style.setProperty("--fill", `${percent}%`);
  }
}

// Short, so that it stays on its line and nothing moves under a finger.
function noteOf(device) {
  if (device.frozen && device.level !== "person") return "Humans only";
  if (!device.holder) return "";
  if (!device.until) return "Held until released";
  const end = clock(device.until);
  if (device.level !== "person") return `Until ${end}: ${device.holder}`;
  return device.until_empty ? `Held, latest ${end}` : `Held until ${end}`;
}
