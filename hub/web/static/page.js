// Wires the page: first the picture that came with it, then what changes.

import { barTitle, barWords, policyWords } from "./bar.js";
import { Live, say, speakAs } from "./live.js";
import { tell } from "./parts.js";
import { Questions } from "./questions.js";
import { Rooms } from "./rooms.js";
import { Store } from "./store.js";
import { Story } from "./story.js";

const SETTLES = 1_000;
const READABLE = 8_000;
const find = (id) => document.getElementById(id);

const store = new Store();
const rooms = new Rooms(find("rooms"), wish, (scope) => override(scope, "release"));
const questions = new Questions(find("questions"), answer);
const story = new Story(find("lines"), find("quiet"));
const live = new Live(heard, linkChanged);
let heardAt = "";
let planned = false;
let noticeEnds = 0;

find("bar-button").addEventListener("click", () => {
  override("house", store.house.held ? "release" : "freeze");
});
const first = JSON.parse(find("snapshot").textContent);
speakAs(first.me);
if (first.me) {
  find("phones").hidden = false;
  find("phones").addEventListener("click", async () => {
    (await import("./pair.js")).openPhones(first.me, store.house.areas);
  });
}
heard("snapshot", first);
show();
find("main").hidden = false;
if (!document.hidden) live.open();

function heard(name, data) {
  store.apply(name, data);
  const now = new Date();
  heardAt = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
  plan();
}

function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(show);
}

function show() {
  planned = false;
  questions.show(store.house.prompts);
  rooms.show(store);
  story.show(store.lines, store.house.now.slice(0, 10));
  showBar(store.house);
}

function showBar(house) {
  const { held, stood_down: stoodDown } = house;
  const frozen = held?.verb === "freeze";
  const bar = find("bar");
  bar.classList.toggle("on", Boolean(held || stoodDown));
  bar.classList.toggle("some", house.latched.length > 0 || house.switches.some((one) => one.fault));
  tell(find("bar-words"), stoodDown ?? barWords(house));
  tell(find("policy"), policyWords(house));
  tell(find("bar-button"), held ? "Release" : "Humans only");
  find("bar-button").hidden = Boolean(stoodDown);
  find("bar-words").title = barTitle(house);
  document.title = frozen ? `Humans only - ${house.name}` : house.name;
  tell(find("name"), house.name);
}

function linkChanged(connected) {
  find("main").classList.toggle("stale", !connected);
  find("link").classList.toggle("lost", !connected);
  tell(find("link"), connected ? "Up to date" : `Not connected, last heard ${heardAt}`);
}

async function wish(id, values) {
  if (live.connected === false) {
    notice("Not connected to the hub, so nothing was switched. Wall switches still work.");
    return;
  }
  const ticket = store.wish(id, values);
  plan();
  try {
    await say(`/api/devices/${encodeURIComponent(id)}/set`, values);
    store.answered(id, ticket);
    // Should the hub have nothing more to say, its last word counts.
    setTimeout(() => end(id, ticket), SETTLES);
  } catch (problem) {
    end(id, ticket);
    notice(problem.message);
  }
}

function end(id, ticket) {
  store.drop(id, ticket);
  plan();
}

async function answer(id, word) {
  try {
    await say(`/api/prompts/${encodeURIComponent(id)}/answer`, { answer: word });
    notice("");
    return true;
  } catch (problem) {
    notice(problem.message);
    return false;
  }
}

async function override(scope, verb) {
  try {
    await say(`/api/override/${scope}`, { verb });
    notice("");
  } catch (problem) {
    notice(problem.message);
  }
}

function notice(text) {
  clearTimeout(noticeEnds);
  tell(find("notice"), text);
  if (text) noticeEnds = setTimeout(() => tell(find("notice"), ""), READABLE);
}
