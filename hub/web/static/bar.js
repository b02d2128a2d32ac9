// The bar above the tabs: who may act, since when, until when, and the one tap that stops agents.

import { find, tell, when } from "./parts.js";

export class Bar {
  /** Wire the bar; `page` is what screens are given. */
  constructor(page) {
    this.page = page;
    find("bar-button").addEventListener("click", () => this.#pressed());
    find("asked-look").addEventListener("click", () => this.#look());
  }

  /** Show who may act in the house as the page knows it. */
  show() {
    const { house, held } = this.page.store;
    const stoodDown = house.stood_down;
    const now = { ...house, held };
    const { classList } = find("bar");
    classList.toggle("on", Boolean(held || stoodDown));
    classList.toggle("some", house.latched.length > 0 || house.switches.some((one) => one.fault));
    tell(find("bar-words"), stoodDown ?? barWords(now));
    tell(find("policy"), policyWords(house));
    if (house.alerts.length || find("alerts")) import("./alerts.js").then((one) => one.showAlerts(house));
    tell(find("bar-button"), held ? "Release" : "Humans only");
    // To give the house back is for adults.
    find("bar-button").hidden = Boolean(stoodDown) || Boolean(held && !this.page.isAdult);
    find("bar-words").title = barTitle(now);
    const waiting = this.#asked(house);
    const count = waiting > 0 ? `(${waiting}) ` : "";
    document.title = count + (held?.verb === "freeze" ? `Humans only - ${house.name}` : house.name);
  }

  /** Say what is asked and has no card yet: a card that came by itself would move what is tapped. */
  #asked(house) {
    const waiting = house.prompts.filter((prompt) => !this.page.cards.has(prompt.id));
    find("asked").hidden = waiting.length === 0;
    tell(find("asked-words"), waiting.length > 1 ? `${waiting.length} questions wait for an answer` : waiting[0]?.title ?? "");
    return house.prompts.length;
  }

  #look() {
    location.hash = "home";
    // The address is looked at a moment later.
    requestAnimationFrame(() => this.page.look());
  }

  #pressed() {
    const { held } = this.page.store;
    if (!held) return this.page.freeze();
    const title = held.verb === "freeze" ? "Let agents act again?" : "Give the house back?";
    this.page.release("house", title);
  }
}

function barWords(house) {
  const faults = faultsOf(house);
  return [holders(house), ...faults].join(". ");
}

function holders({ held, latched, now }) {
  if (held) return words(held, held.verb === "freeze" ? "Humans only" : "The whole house is held", now);
  if (latched.length === 0) return "Agents may act";
  if (latched.length > 1) return `${latched.length} places are held until somebody releases them`;
  const [one] = latched;
  return words(one, `${capital(one.name)}: ${one.verb === "freeze" ? "humans only" : "held"}`, now);
}

/** The same in full sentences, for who asks. */
function barTitle(house) {
  const held = [house.held, ...house.latched].flatMap((one) => one?.sentence ?? []);
  return [...held, ...faultsOf(house)].join("\n");
}

function faultsOf({ switches }) {
  return switches.filter((one) => one.fault).map((one) => `${capital(one.name)}: ${one.fault}`);
}

/** What there is to say of the household file: what of it nobody has signed. */
function policyWords({ policy }) {
  return policy?.unsigned ? `${policy.unsigned}.` : "";
}

function words(held, what, now) {
  if (!held.since) return what;
  const still = held.reminded ? "Still: " : "";
  const until = held.until ? `, until ${when(held.until, now)}` : "";
  return `${still}${what} since ${when(held.since, now)}, ${held.by}${until}`;
}

function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
