// The sheet of one device: what it is, how it is set and held, who may change it, what it was lately.

import { Controls } from "./controls.js";
import { make, tell } from "./parts.js";
import { button, openSheet } from "./sheet.js";
import { lightOf, Slider } from "./tile.js";

const WARM = [2200, 6500];
const LENGTHS = { "30 min": "30 min", "2 h": "2 h", "": "until I release it" };
const LAST = 5;

/** Open it for a device; `page` is what screens are given. */
export function openDevice(page, id) {
  new DeviceSheet(page, id);
}

class DeviceSheet {
  constructor(page, id) {
    Object.assign(this, { page, id });
    const device = page.store.shown(id);
    this.words = make("p", "sheet-words");
    this.held = make("p", "sheet-held");
    this.release = button("Release", () => page.override(`device/${id}`, "release"));
    const mine = page.mayHold(device.area);
    this.sheet = openSheet(device.name, this.words, ...this.#controls(device), this.held, this.release);
    if (device.switches && mine) this.sheet.body.append(this.#holding());
    this.release.hidden = true;
    this.release.setAttribute("aria-label", `Release ${device.name}`);
    this.mine = mine;
    const stop = page.watch(() => this.#show());
    this.sheet.dialog.addEventListener("close", stop);
    this.#show();
    this.#fetch();
  }

  #controls(device) {
    if (!device.switches) return [];
    const wish = (values) => this.page.wish(this.id, values);
    this.power = button("", () => wish({ power: this.on ? "off" : "on" }), "wide");
    this.power.setAttribute("role", "switch");
    this.power.setAttribute("aria-label", "On");
    if (!device.dims) return [this.power];
    this.slider = new Slider(1, 100, (value) => wish({ power: "on", percent: value }));
    this.slider.onMove = (value) => tell(this.words, `${value} %`);
    this.slider.element.classList.add("big");
    return [this.power, this.slider.element];
  }

  /** Hold it as it is shown now. */
  #holding() {
    const buttons = Object.entries(LENGTHS).map(([lasts, words]) =>
      button(words, () => this.page.override(`device/${this.id}`, "set", {
        value: this.#value(), ...(lasts ? { for: lasts } : {}),
      })),
    );
    return make("section", "", make("h3", "", "Hold it as it is for"), make("div", "sheet-row", ...buttons));
  }

  #value() {
    const { on, percent, dims } = this.page.store.shown(this.id);
    if (!on) return "off";
    return dims && percent ? { power: "on", percent } : "on";
  }

  #show() {
    const device = this.page.store.shown(this.id);
    if (!device) return this.sheet.close();
    this.on = device.on;
    const told = this.page.store.devices.get(this.id);
    if (this.controls && told !== this.told) this.#anew();
    this.told = told;
    if (this.power) {
      tell(this.power, device.on ? "Switch off" : "Switch on");
      this.power.setAttribute("aria-checked", String(device.on));
      this.power.removeAttribute("aria-label");
    }
    const said = device.held.length > 0 ? [...device.held, device.without] : [device.why];
    // Who may act is of no concern to what only measures.
    tell(this.held, device.switches ? said.filter(Boolean).join(" ") : "");
    this.release.hidden = !(device.held_here && this.mine);
    if (this.slider?.sliding) return;
    tell(this.words, device.words);
    this.slider?.show(lightOf(device), lightOf(device), "Brightness", device.words);
  }

  async #fetch() {
    const path = `/api/devices/${encodeURIComponent(this.id)}`;
    const before = this.page.store.devices.get(this.id);
    try {
      const [told, whole] = await Promise.all([this.page.read(`${path}/why?limit=${LAST}`), this.page.read(path)]);
      this.controls = new Controls(this.page, whole);
      this.controls.show(whole);
      if (before !== this.page.store.devices.get(this.id)) this.#anew();
      this.held.before(this.controls.element);
      this.#more(told, whole);
      if (whole.readings.length > 0) await this.#week(path);
    } catch (problem) {
      this.sheet.body.append(make("p", "", problem.message));
    }
  }

  /** Its other aspects are told with the whole of it only. */
  async #anew() {
    const told = this.page.store.devices.get(this.id);
    const whole = await this.page.read(`/api/devices/${encodeURIComponent(this.id)}`).catch(() => null);
    // Of answers that overtake each other the last asked for counts.
    if (whole && told === this.page.store.devices.get(this.id)) this.controls.show(whole);
  }

  #more({ agents, lines }, whole) {
    const { body } = this.sheet;
    const colour = whole.aspects.find(({ aspect, writable }) => aspect === "colour" && writable);
    if (colour?.options.includes("color_temp")) this.#warmth(whole);
    if (whole.switches) {
      const who = agents.length > 0 ? agents.join(", ") : "No agent may change it.";
      body.append(make("section", "", make("h3", "", "Agents that may change it"), make("p", "", who)));
    }
    body.append(make("section", "", make("h3", "", "Lately"), this.#lines(lines)));
    const rows = whole.aspects.flatMap(({ aspect, value, unit }) => [
      make("dt", "", aspect), make("dd", "", `${typeof value === "object" && value ? JSON.stringify(value) : value ?? "not known"} ${unit ?? ""}`.trim()),
    ]);
    const { maker, model } = whole.product;
    const facts = make("dl", "facts", make("dt", "", "Product"), make("dd", "", `${maker ?? ""} ${model ?? ""}`.trim() || "not known"), make("dt", "", "Id"), make("dd", "", whole.id), ...rows);
    body.append(make("details", "fold", make("summary", "", "Technical"), facts));
  }

  /** Seven days of what it measures, as the hub draws them. */
  async #week(path) {
    const { charts } = await this.page.read(`${path}/week`);
    if (charts.length === 0) return;
    const { card } = await import("./balance.js");
    this.words.after(...charts.map((chart) => card(chart)));
  }

  #lines(lines) {
    if (lines.length === 0) return make("p", "quiet", "Nothing has happened to it yet.");
    return make("ol", "lines", ...lines.map((line) => {
      const tap = button(line.text, () => this.page.why(`/api/lines/${line.id}/why`, line.text), "line-tap");
      tap.prepend(make("span", "line-time", `${line.at.slice(11, 16)} `));
      return make("li", "", tap);
    }));
  }

  #warmth({ values, name }) {
    const slider = new Slider(...WARM, (kelvin) => this.page.wish(this.id, { colour_temp: kelvin }), 50);
    const title = make("h3", "", "Warm to cool");
    slider.element.classList.add("big", "warmth");
    slider.show(values.colour_temp ?? WARM[0], 0, `Warmth of ${name}`, values.colour_temp ? `${values.colour_temp} K` : "not known");
    this.slider?.element.after(title, slider.element);
  }
}
