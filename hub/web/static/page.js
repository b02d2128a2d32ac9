// Wires the page: first the picture that came with it, then what changes.

import { Bar, Live, Screens, Store, Wishes, drawn, find, later, make, read, say, speakAs, tell } from "./first.js";

const READABLE = 8_000;
const SAID_AGAIN = 1_500;
const TRIES = 8;
const GONE = "Are you on the Wi-Fi of the house? What is shown may be old. Wall switches still work.";
const ADULTS = ["adult", "owner"];

const first = JSON.parse(find("snapshot").textContent);
const store = new Store(overtaken);
let heardAt = "";
let planned = false;
let whole = false;
let noticeEnds = 0;
let stillSo = () => true;
const watchers = new Set();

speakAs(first.me);
learn("snapshot", first);
const live = new Live(first.since, heard, linkChanged);
// What it says comes while the first sight is made, and is shown after it.
live.open();
const wishes = new Wishes(store, live, notice, plan);
/** What the screens are given; docs/page.md says what each part is. */
const page = {
  store, me: first.me, isAdult: !first.me || ADULTS.includes(first.me.role),
  say, read, notice, override, freeze, answer, watch, changed: plan,
  /** The questions that have a card, and what shows the next one. */
  cards: new Set(), look: () => {},
  mayHold: (area) => page.isAdult || first.me.own.includes(area),
  device: (id) => opened(() => import("./device.js"), (found) => found.openDevice(page, id)),
  why: (path, title) => opened(() => import("./why.js"), (found) => found.openWhy(page, path, title)),
  release: (scope, title) => opened(() => import("./release.js"), (found) => found.askRelease(page, scope, title)),
  wish: (id, values) => wishes.wish(id, values),
  scene: async (id, name) => (await said(`/api/scenes/${encodeURIComponent(id)}/set`, "on")) && notice(`${name} was called.`),
};
const bar = new Bar(page);
const screens = new Screens(find("main"), find("tabs"), page);
if (first.me) {
  find("phones").hidden = false;
  find("phones").addEventListener("click", () =>
    opened(() => import("./pair.js"), (found) => found.openPhones(first.me, store.house.areas)));
}
find("gone-again").addEventListener("click", () => live.open());
begin();

/** Show the first screen, and say that it is up to date once all of it is there. */
async function begin() {
  await drawn();
  screens.begin();
  await screens.ready;
  bar.show();
  find("main").hidden = false;
  await screens.whole;
  whole = true;
  if (live.connected) linkChanged(true);
}

function heard(name, data) {
  const day = store.house.now.slice(0, 10);
  learn(name, data);
  // A sign of life changes nothing that is seen, but at midnight.
  if (name !== "beat" || day !== store.house.now.slice(0, 10)) plan();
}

function learn(name, data) {
  store.apply(name, data);
  const now = new Date();
  heardAt = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** Open what is fetched only when somebody wants to see it. */
async function opened(load, open) {
  const found = await later(load).catch(() => notice("This could not be fetched from the hub. Try again in a moment."));
  if (found) await open(found);
}

function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(show);
}

function show() {
  planned = false;
  screens.show();
  bar.show();
  if (!stillSo()) notice("");
  for (const watcher of watchers) watcher();
  tell(find("name"), store.house.name);
}

/** Have something shown anew after each change, until what is returned is called. */
function watch(show) {
  watchers.add(show);
  return () => watchers.delete(show);
}

function linkChanged(connected) {
  // What is not all there yet is not up to date.
  if (connected && !whole) return;
  find("main").classList.toggle("stale", !connected);
  find("link").classList.toggle("lost", connected === false);
  const lost = connected === null ? "Paused" : `Not connected, last heard ${heardAt}`;
  tell(find("link"), connected ? "Up to date" : lost);
  find("gone").hidden = connected !== false;
  // Said in full, and only now: nothing is read out as long as all is well.
  tell(find("gone-words"), connected === false ? `${lost}. ${GONE}` : "");
}

function overtaken(device) {
  notice(device.why ?? `${device.name} was set by somebody else meanwhile.`);
}

async function answer(id, word) {
  return said(`/api/prompts/${encodeURIComponent(id)}/answer`, { answer: word });
}

async function override(scope, verb, more = {}) {
  return said(`/api/override/${scope}`, { verb, ...more });
}

async function said(path, body) {
  try {
    await say(path, body);
    notice("");
    return true;
  } catch (problem) {
    notice(problem.message);
    return false;
  }
}

/** Humans only: shown at once, and said again until the hub has answered. */
async function freeze() {
  store.freezing = true;
  plan();
  navigator.vibrate?.(20);
  for (let again = 0; again < TRIES; again += 1) {
    try {
      await say("/api/override/house", { verb: "freeze" });
      let begun = false;
      const held = () => (begun ||= Boolean(store.house.held)) === Boolean(store.house.held);
      notice("Humans only. Agents stopped.", page.isAdult && { Undo: () => override("house", "release") }, held);
      break;
    } catch (problem) {
      if (!problem.unreached) {
        notice(problem.message);
        break;
      }
      store.freezing = false;
      notice("Could not reach the hub. Use the wall switch. It is said again.");
      plan();
      await new Promise((resolve) => setTimeout(resolve, SAID_AGAIN));
    }
  }
  store.freezing = false;
  plan();
}

/** Say something for a while, and no longer than it is `still` so; `choices` are buttons that go with it. */
function notice(text, choices, still = () => true) {
  clearTimeout(noticeEnds);
  stillSo = still;
  tell(find("notice"), text);
  for (const [name, act] of Object.entries(choices || {})) {
    const button = make("button", "notice-button", name);
    button.type = "button";
    button.addEventListener("click", () => { notice(""); act(); });
    find("notice").append(button);
  }
  if (text) noticeEnds = setTimeout(() => notice(""), READABLE);
}
