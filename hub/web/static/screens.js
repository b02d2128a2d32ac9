// The screens: one is seen at a time, chosen by a tab and by what stands behind # in the address.

import { openHome } from "./home.js";
import { icon, later, make } from "./parts.js";

/**
 * In the order of the tabs. `load` brings a module with `open(root, page)`, at the first sight of
 * its screen; `least` is for whom it is: everybody, or adults only (see docs/page.md).
 */
const SCREENS = [
  { id: "home", name: "Home", module: { open: openHome } },
  { id: "timeline", name: "Timeline", load: () => import("./timeline.js") },
  { id: "balance", name: "Balance", load: () => import("./balance.js"), least: "adult" },
  { id: "house", name: "House", load: () => import("./house.js"), least: "adult" },
];
const FIRST = SCREENS[0].id;

export class Screens {
  #made = new Map();
  #seen = null;

  /** Make a tab for each screen that whoever looks may see; `page` is what screens are given. */
  constructor(main, tabs, page) {
    this.page = page;
    this.main = main;
    this.screens = SCREENS.filter((screen) => screen.least !== "adult" || page.isAdult);
    this.tabs = new Map(this.screens.map((screen) => [screen.id, tab(screen)]));
    if (this.screens.length > 1) tabs.append(...this.tabs.values());
    addEventListener("hashchange", () => this.#choose(location.hash.slice(1) || FIRST));
  }

  /** Show the screen that the address names, or the first. */
  begin() {
    this.#choose(location.hash.slice(1));
    if (!this.#seen) this.#choose(FIRST);
  }

  /** What is waited for before the screen may be seen. */
  get ready() {
    return this.#made.get(this.#seen)?.screen?.ready;
  }

  /** What is waited for before all of it is there. */
  get whole() {
    return this.#made.get(this.#seen)?.screen?.whole;
  }

  /** Something changed: what is seen is shown anew. */
  show() {
    this.#made.get(this.#seen)?.screen?.show();
  }

  #choose(id) {
    const chosen = this.screens.find((screen) => screen.id === id);
    // The skip link has a # of its own.
    if (!chosen || id === this.#seen) return;
    this.#made.get(this.#seen)?.screen?.left?.();
    this.#seen = id;
    for (const [name, link] of this.tabs) {
      if (name === id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const first = this.#made.size === 0;
    for (const [name, { root }] of this.#made) root.hidden = name !== id;
    if (this.#made.has(id)) this.show();
    else this.#make(chosen);
    // Where a page stands that was never drawn need not be asked: it would be drawn for that.
    if (!first) scrollTo(0, 0);
  }

  #make({ id, name, module, load }) {
    const root = make("section", `screen ${id}`);
    root.setAttribute("aria-label", name);
    const made = { root, screen: null };
    this.#made.set(id, made);
    this.main.append(root);
    if (module) this.#open(id, module);
    else later(load).then((found) => this.#open(id, found), () => this.#failed(id));
  }

  #open(id, module) {
    const made = this.#made.get(id);
    made.root.replaceChildren();
    made.screen = module.open(made.root, this.page);
    if (id === this.#seen) made.screen.show();
  }

  #failed(id) {
    const { root } = this.#made.get(id);
    this.#made.delete(id);
    root.remove();
    this.#seen = null;
    this.page.notice("This screen could not be fetched from the hub. Try again in a moment.");
    location.hash = FIRST;
  }
}

function tab({ id, name }) {
  const link = make("a", "tab", icon(`tab-${id}`), make("span", "", name));
  link.href = `#${id}`;
  return link;
}
