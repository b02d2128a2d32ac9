// The two ways to the hub: a stream of what changes, and requests for what a person wants.

const EVENTS = ["snapshot", "house", "device", "gone", "line", "beat"];
const SILENCE = 12_000;
const AGAIN = 1_000;
const PATIENCE = 5_000;
const SETTLES = 300;

/** Keeps one stream open while the page is seen, and says whether its word can be trusted. */
export class Live {
  /** Null before the first word of a stream, and while nobody looks. */
  connected = null;
  #since;
  #source = null;
  #watchdog = 0;
  #retry = 0;

  /** `since` is how far the page that came was told. */
  constructor(since, onEvent, onLink) {
    this.#since = since;
    this.onEvent = onEvent;
    this.onLink = onLink;
    // A hidden page holds no connection: browsers grant only six to a host.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#pause() : this.open()));
    document.addEventListener("resume", () => this.open());
    window.addEventListener("pageshow", (shown) => shown.persisted && this.open());
    window.addEventListener("pagehide", () => this.#pause());
    window.addEventListener("online", () => this.open());
  }

  /** Open a fresh stream: whether an old one is alive cannot be known. */
  open() {
    this.#close();
    if (document.hidden) return;
    const source = new EventSource(`/api/stream?since=${encodeURIComponent(this.#since)}`);
    for (const name of EVENTS) source.addEventListener(name, (message) => this.#heard(name, message));
    source.addEventListener("error", () => this.#lost());
    this.#source = source;
    this.#watch();
  }

  /** Something met no hub: what is shown may be old. */
  doubt() {
    if (this.connected !== false) this.#lost();
  }

  #pause() {
    this.#close();
    this.#link(null);
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
  }

  #heard(name, message) {
    this.#watch();
    this.#since = message.lastEventId || this.#since;
    this.onEvent(name, JSON.parse(message.data));
    // An open connection says nothing by itself; a word on it does.
    if (!this.connected) this.#link(true);
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), SILENCE);
  }

  #lost() {
    this.#close();
    this.#link(false);
    this.#retry = setTimeout(() => this.#again(), AGAIN);
  }

  async #again() {
    if (document.hidden) return;
    const answer = await fetch("/api/prompts", { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    // The hub does not know this session any more: the page brings a new one.
    if (answer?.status === 401) location.reload();
    else this.open();
  }

  #link(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.onLink(connected);
  }
}

let signs = false;

/** From now on this is a phone that was let in: what it says is signed. */
export function speakAs(me) {
  signs = Boolean(me);
  // Loaded before the first tap, but after the first sight.
  if (signs) setTimeout(() => import("./saying.js"), SETTLES);
}

/** Say something to the hub; throws an error whose message is a sentence for people. */
export async function say(path, body) {
  if (signs) return (await import("./saying.js")).post(path, body);
  let answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(path, { method: "POST", body: JSON.stringify(body), signal });
  } catch {
    throw unreached();
  }
  return contentOf(answer);
}

/** Ask the hub for something; throws an error whose message is a sentence for people. */
export async function read(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer) throw unreached();
  return contentOf(answer);
}

async function contentOf(answer) {
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  const problem = new Error(content.error ?? "The hub refused this and did not say why.");
  throw Object.assign(problem, { status: answer.status, content });
}

/** Nothing is known of what became of it. */
export function unreached() {
  const problem = new Error("The hub could not be reached. Wall switches still work.");
  return Object.assign(problem, { unreached: true });
}
