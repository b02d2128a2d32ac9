// What a finger wants of a device: shown at once, sent with a ticket, taken back with a sentence.

import { say } from "./live.js";

const LASTS = 3_000;
const HAND = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let tickets = 0;

export class Wishes {
  #sending = new Map();

  /** `changed` is called when something is to be shown anew; `notice` says a sentence. */
  constructor(store, live, notice, changed) {
    Object.assign(this, { store, live, notice, changed });
  }

  /** Wish a device to be so; of several in a row to one device each is shown, and the last counts. */
  wish(id, values) {
    if (this.live.connected === false) {
      this.notice("Not connected to the hub, so nothing was switched. Wall switches still work.");
      return;
    }
    tickets += 1;
    const wish = { ticket: `${HAND}-${tickets}`, values, seen: this.store.devices.get(id)?.version };
    this.store.wish(id, values, wish.ticket);
    this.changed();
    navigator.vibrate?.(8);
    setTimeout(() => this.#lapse(id, wish.ticket), LASTS);
    if (this.#sending.has(id)) this.#sending.set(id, wish);
    else this.#send(id, wish);
  }

  /** One after another: two that overtake each other on their way would leave the older one. */
  async #send(id, wish) {
    this.#sending.set(id, null);
    const { ticket, values, seen } = wish;
    try {
      const done = await say(`/api/devices/${encodeURIComponent(id)}/set`, { ...values, ticket, seen });
      this.store.answered(id, ticket, done.number);
    } catch (problem) {
      this.#refused(id, ticket, problem);
    }
    this.changed();
    const next = this.#sending.get(id);
    this.#sending.delete(id);
    if (next) this.#send(id, next);
  }

  #refused(id, ticket, problem) {
    this.store.drop(id, ticket);
    if (problem.content?.now) this.store.apply("device", problem.content.now);
    this.notice(problem.message);
    navigator.vibrate?.([20, 40, 20]);
    if (problem.unreached) this.live.doubt();
  }

  #lapse(id, ticket) {
    const missing = this.store.lapse(id, ticket);
    if (!missing) return;
    const { name } = this.store.devices.get(id);
    const who = missing === "hub" ? `The hub has not answered about ${name}` : `${name} did not answer`;
    this.notice(`${who}. It is shown as it was last heard.`);
    this.changed();
  }
}
