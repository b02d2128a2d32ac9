// House: what adults look after. All sentences are made in the hub; here is only what to press.

import { card } from "./balance.js";
import { agent, schedule } from "./house-agents.js";
import { waiting } from "./house-draft.js";
import { ruleForNow } from "./house-for-now.js";
import { rule } from "./house-rules.js";
import { looks } from "./look.js";
import { make } from "./parts.js";
import { button } from "./sheet.js";

const EVERY = 10_000;
const LOOKS = 1_000;
const PARTS = {
  people: ["People and phones", people],
  schedules: ["Schedules", (page, list) => items(list.map((one) => schedule(page, one)), "No schedule was written.")],
  day: ["The day", (_page, bar) => (bar ? card(bar) : make("p", "quiet", "Nothing runs today at a set time."))],
  rules: ["House rules", (page, list) =>
    [items(list.map((one) => rule(page, one)), "No rule was written."), ruleForNow(page)]],
  drafts: ["Changes that wait to be signed", (page, list) =>
    items(list.map((one) => waiting(page, one)), "No change waits. Numbers of rules and agents are changed above; who signs is asked at the console.")],
  agents: ["Agents", (page, list) => items(list.map((one) => agent(page, one)), "No agent lives here.")],
  devices: ["Devices", devices],
  hub: ["This hub", hub],
};
const ROLES = { owner: "owner", adult: "adult", child: "child", guest: "guest" };

/** Begin the screen; see docs/page.md for what a screen is given and gives. */
export function open(root, page) {
  return new House(root, page);
}

class House {
  #parts = new Map();
  #said = new Map();
  #timer = 0;
  #fetched = 0;
  #newcomers = null;

  constructor(root, page) {
    this.page = { ...page, again: () => this.#fetch() };
    this.fresh = Object.assign(make("section", "newcomers"), { hidden: true });
    root.append(make("h2", "screen-title", "House"), this.fresh);
    for (const [id, [name]] of Object.entries(PARTS)) {
      const body = make("div", "part-body");
      const part = make("details", "part", make("summary", "part-head", make("h3", "", name)), body);
      part.id = `part-${id}`;
      this.#parts.set(id, body);
      root.append(part);
    }
    root.append(looks());
  }

  show() {
    if (!this.#timer) this.#timer = setInterval(() => !document.hidden && this.#fetch(), EVERY);
    if (Date.now() - this.#fetched > LOOKS) this.#fetch();
    const { isAdult, store } = this.page;
    if (!this.#newcomers && isAdult && [...store.devices.values()].some((one) => one.new)) {
      this.#newcomers = import("./newcomers.js").then((found) => new found.Newcomers(this.fresh, this.page));
    }
    this.#newcomers?.then((found) => found.show(), () => { this.#newcomers = null; });
  }

  left() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  async #fetch() {
    this.#fetched = Date.now();
    let all;
    try {
      all = await this.page.read("/api/housekeeping");
    } catch (problem) {
      this.page.notice(problem.message);
      return;
    }
    for (const [id, [, show]] of Object.entries(PARTS)) {
      const said = JSON.stringify(all[id]);
      // What did not change stays as it is, and so does where somebody is in it.
      if (this.#said.get(id) === said) continue;
      this.#said.set(id, said);
      this.#parts.get(id).replaceChildren(...[show(this.page, all[id])].flat());
    }
  }
}

function items(lines, none) {
  return lines.length ? make("ul", "kept", ...lines) : make("p", "quiet", none);
}

function people(page, list) {
  const lines = list.map(({ name, role }) => make("li", "kept-line", named(name, ROLES[role] ?? role)));
  const parts = [items(lines, "Nobody stands in the household file yet.")];
  if (page.me) {
    parts.push(button("Phones", async () => {
      (await import("./pair.js")).openPhones(page.me, page.store.house.areas);
    }));
  } else {
    parts.push(make("p", "quiet", "Phones are let in with `homerule pair` at the hub, or by an adult's phone."));
  }
  return parts;
}

function devices(_page, list) {
  const lines = list.map(({ name, room, product, answers }) => {
    const more = [room, product, answers ? "" : "does not answer"].filter(Boolean).join(" · ");
    return make("li", `kept-line ${answers ? "" : "away"}`.trim(), named(name, more));
  });
  return items(lines, "No device was found yet.");
}

function hub(page, { version, up, memory, policy, journal, house_key: key }) {
  const lines = [
    ["Homerule", version],
    ["At work for", up],
    ["Memory", memory === null ? "not known" : `${memory}\u00A0MB`],
    ["Policy", policy?.version ? `version ${policy.version}, signed by ${policy.by}` : "nobody has signed it"],
    ["Journal", journal ? journal.sentence : "not checked since the start"],
  ].map(([name, words]) => make("li", "kept-line", named(name, words)));
  const more = [];
  if (key && page.me && location.protocol !== "https:") {
    const link = make("a", "button", "Turn on the House key on this phone");
    link.href = key;
    more.push(link);
  }
  const check = button("Check the journal now", async () => {
    check.disabled = true;
    try {
      await page.say("/api/housekeeping/journal", {});
    } catch (problem) {
      page.notice(problem.message);
    }
    check.disabled = false;
    page.again();
  });
  return [make("ul", "kept", ...lines), ...more, check];
}

function named(name, words) {
  return make("span", "named", make("span", "named-name", name), make("span", "named-more", words));
}
