// The phones of the house: who has one, and how one more is let in or sent away.

import { read } from "./live.js";
import { looks } from "./look.js";
import { make, tell } from "./parts.js";
import { post } from "./saying.js";
import { forgetKey, uncovered } from "./signing.js";

const ASK_EVERY = 1_000;
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 4;

/** Show the phones; `me` is whose phone this is, `areas` are the rooms. */
export function openPhones(me, areas) {
  new Phones(me, areas).open();
}

class Phones {
  #invite = "";
  #turn = 0;

  constructor(me, areas) {
    this.me = me;
    this.areas = areas;
    this.body = make("div", "phones-body");
    this.problem = make("p", "door-why");
    this.problem.setAttribute("role", "alert");
    const title = make("h2", "", "Phones");
    // Who has no screen of the house chooses the look of the page here.
    this.dialog = make("dialog", "phones", title, this.problem, this.body, ...(isAdult(me) ? [] : [looks()]), button("Close", () => this.dialog.close(), true));
    this.dialog.setAttribute("aria-label", "Phones");
    this.dialog.addEventListener("close", () => this.#end());
  }

  open() {
    const style = make("link");
    Object.assign(style, { rel: "stylesheet", href: new URL("door.css", import.meta.url).pathname });
    document.head.append(style);
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#try(() => this.#list());
  }

  #end() {
    this.#turn += 1;
    if (this.#invite) post(`/api/phones/invites/${this.#invite}/cancel`, {}).catch(() => {});
    this.dialog.remove();
  }

  async #try(act) {
    tell(this.problem, "");
    try {
      await act();
    } catch (problem) {
      tell(this.problem, problem.message);
    }
  }

  async #list() {
    const known = await read("/api/phones");
    this.people = known.people;
    const rows = known.phones.map((phone) => this.#row(phone));
    const list = make("ul", "phones-list", ...rows);
    this.body.replaceChildren(list);
    if (isAdult(this.me)) {
      this.body.append(button("Add a phone", () => this.#try(() => this.#add())));
      if (location.protocol === "https:") {
        this.body.append(button("Add one with the House key", () => this.#try(() => this.#add(true))));
      }
    }
  }

  #row(phone) {
    const until = phone.until ? ` until ${phone.until.slice(0, 16).replace("T", " ")}` : "";
    const signs = phone.signs ? ", signs" : "";
    const said = `${phone.name}${phone.label ? ` (${phone.label})` : ""}, ${phone.role}${until}${signs}`;
    const word = phone.this ? "Forget this phone" : "Forget";
    const forget = button(word, () => this.#try(() => this.#forget(phone)), true);
    forget.setAttribute("aria-label", `${word}: ${said}`);
    const row = make("li", "phones-row", make("span", "", said), forget);
    if (phone.this) row.append(button("Move to another phone", () => this.#try(() => this.#handOver()), true));
    return row;
  }

  async #handOver() {
    let mark = null;
    const answer = await post("/api/phones/hand-over", {}, { onSigned: (signed) => { mark = signed; } });
    const { digits } = answer.covered ? JSON.parse(uncovered(mark.key, mark.counter, answer.covered)) : answer;
    this.body.replaceChildren(
      make("p", "", `Open ${location.origin} on the new phone, or in the app on your home screen, and type there:`),
      make("p", "door-words", digits),
      make("p", "", "The digits are good for two minutes. Then the other is your phone, and this one is forgotten."),
    );
  }

  async #forget(phone) {
    await post(`/api/phones/${phone.id}/forget`, {});
    if (!phone.this) return this.#list();
    await forgetKey();
    location.reload();
  }

  async #add(houseKey = false) {
    let mark = null;
    const answer = await post("/api/phones/invite", { house_key: houseKey }, { onSigned: (signed) => { mark = signed; } });
    const made = answer.covered ? JSON.parse(uncovered(mark.key, mark.counter, answer.covered)) : answer;
    this.#invite = made.invite;
    const words = "Scan this with the camera of the new phone. It is good for five minutes, for one phone.";
    this.body.replaceChildren(make("p", "", words), drawn(made.rows));
    const turn = (this.#turn += 1);
    while (turn === this.#turn) {
      const { open, waiting } = await read(`/api/phones/invites/${made.invite}`);
      if (waiting) return this.#compare(waiting);
      if (!open) throw new Error("Nobody used the code in time.");
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    }
  }

  #compare(waiting) {
    const words = make("p", "door-words", waiting.words.join(", "));
    const asked = make("p", "", `A phone that is called "${waiting.label}" shows three words. Are they these?`);
    const form = new Grant(this.people, this.areas);
    const yes = button("Yes, let it in", () => this.#try(async () => {
      await post(`/api/phones/${waiting.phone}/let-in`, form.content());
      this.#invite = "";
      await this.#list();
    }));
    const no = button("No, send it away", () => this.#try(async () => {
      await post(`/api/phones/${waiting.phone}/turn-away`, {});
      this.#invite = "";
      await this.#list();
    }), true);
    this.body.replaceChildren(asked, words, form.element, make("div", "phones-buttons", yes, no));
  }
}

/** As whom a phone is let in. */
class Grant {
  constructor(people, areas) {
    this.who = choice([...people.map(({ id, name }) => [id, name]), ["", "Somebody else"]]);
    this.name = field("text");
    this.role = choice([["guest", "Guest"], ["child", "Child"], ["adult", "Adult"]]);
    this.until = field("datetime-local");
    this.rooms = areas.map(({ id, name }) => [id, field("checkbox"), name]);
    this.named = make("div", "door-form", labelled("Name", this.name), labelled("Role", this.role));
    this.until.setAttribute("aria-label", "Until");
    const rooms = this.rooms.map(([, box, name]) => make("label", "", box, ` ${name}`));
    const less = make("fieldset", "door-form", make("legend", "", "Rooms of a child or a guest"), ...rooms);
    this.element = make("div", "door-form", labelled("Whose phone is it?", this.who), this.named, less, labelled("Guest until", this.until));
    this.who.addEventListener("change", () => this.#show());
    this.#show();
  }

  #show() {
    this.named.hidden = this.who.value !== "";
  }

  content() {
    const rooms = this.rooms.filter(([, box]) => box.checked).map(([id]) => id);
    const who = this.who.value ? { person: this.who.value } : { name: this.name.value, role: this.role.value };
    return { ...who, rooms, ...(this.until.value ? { until: this.until.value } : {}) };
  }
}

/** A code, drawn here: what it says crossed the network under a cover. */
function drawn(rows) {
  const size = rows.length + 2 * EDGE;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "phones-code");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "Code for the new phone");
  const dots = rows.flatMap((row, y) => [...row].flatMap((dot, x) => (dot === "1" ? `M${x + EDGE} ${y + EDGE}h1v1h-1z` : [])));
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dots.join(""));
  svg.append(path);
  return svg;
}

function button(text, act, quiet = false) {
  const made = make("button", quiet ? "door-button quiet" : "door-button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

const isAdult = ({ role }) => role === "adult" || role === "owner";
const field = (type) => Object.assign(make("input"), { type });
const labelled = (text, part) => make("label", "", text, part);

function choice(options) {
  const made = make("select");
  made.append(...options.map(([value, text]) => Object.assign(make("option", "", text), { value })));
  return made;
}
