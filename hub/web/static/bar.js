// The bar's words: who may act, since when, until when, and what nobody should forget.

import { when } from "./parts.js";

/** What the bar says of a house. */
export function barWords(house) {
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
export function barTitle(house) {
  const held = [house.held, ...house.latched].flatMap((one) => one?.sentence ?? []);
  return [...held, ...faultsOf(house)].join("\n");
}

function faultsOf({ switches }) {
  return switches.filter((one) => one.fault).map((one) => `${capital(one.name)}: ${one.fault}`);
}

/** What there is to say of the household file: what of it nobody has signed. */
export function policyWords({ policy }) {
  return policy?.unsigned ? `${policy.unsigned}.` : "";
}

function words(held, what, now) {
  const still = held.reminded ? "Still: " : "";
  const until = held.until ? `, until ${when(held.until, now)}` : "";
  return `${still}${what} since ${when(held.since, now)}, ${held.by}${until}`;
}

function capital(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
