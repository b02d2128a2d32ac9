// The door, as a phone sees it that is not in yet: it proves that it saw the code, and waits.

import { tell } from "./parts.js";
import { post } from "./saying.js";
import { bytesOf, hex, hmac, sha256 } from "./sha256.js";
import * as houseKey from "./house-key.js";
import { forgetKey, keep, known } from "./signing.js";
import { wordsOf } from "./three-words.js";

const SHORTEST = 16;
const ASK_EVERY = 1_000;
const AT_ONCE = 3_000;
const CAME = "homerule-came";
const find = (id) => document.getElementById(id);

const secret = decodeURIComponent(location.hash.slice(1));
// It stays in no history and in no picture of the page.
if (secret) history.replaceState(null, "", "/pair");

if (secret.length >= SHORTEST) {
  tell(find("title"), "Join this house");
  find("ask").hidden = true;
  find("join").hidden = false;
  find("join").addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    join(find("label").value.trim()).catch(fail);
  });
} else {
  find("hand-over").hidden = false;
  find("hand-over").addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    takeOver(find("digits").value).catch(fail);
  });
  comeBack().catch(() => {});
}

/** Prove that this phone has seen the code, without saying what is in it; then wait for a yes. */
async function join(label) {
  find("join").hidden = true;
  const number = hex(crypto.getRandomValues(new Uint8Array(16)));
  const invite = hex(sha256(`homerule invite\n${secret}`)).slice(0, 16);
  const bound = hex(sha256(`homerule bound\n${number}`));
  const knock = await post("/api/join/knock", { invite, bound }, { signed: false });
  const pair = houseKey.canHave() ? await houseKey.make() : null;
  const said = ["homerule pair", invite, knock.phone, knock.number, number, hex(sha256(label))];
  if (pair) said.push(hex(sha256(pair.public)));
  const talk = (what) => hmac(bytesOf(secret), [...said, what].join("\n"));
  const proven = { phone: knock.phone, number, proof: hex(talk("phone")), label, public: pair?.public ?? "" };
  const { proof } = await post("/api/join/prove", proven, { signed: false });
  if (proof !== hex(talk("hub"))) {
    throw new Error("This is not the hub that showed the code. Do not go on: tell whoever showed it.");
  }
  await keep(knock.phone, pair ? "" : hex(talk("key")), pair);
  tell(find("title"), `About to join ${knock.home}`);
  tell(find("words"), wordsOf(talk("words")).join(", "));
  find("compare").hidden = false;
  await answered(knock.phone);
}

/** Take over the place of an old phone by its digits. */
async function takeOver(digits) {
  find("hand-over").hidden = true;
  const phone = await (await import("./hand-over.js")).takeOver(digits);
  await answered(phone);
}

/** Wait until somebody says yes or no. */
async function answered(phone) {
  for (;;) {
    const state = await stateOf(phone);
    if (state === "in") return enter();
    if (state === "declined") {
      await forgetKey();
      throw new Error("Somebody said no to this phone. Ask for a new code if that was a mistake.");
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  }
}

async function stateOf(phone) {
  try {
    return (await post("/api/join/wait", { phone })).state;
  } catch (problem) {
    // Without an answer it may come yet; a refusal is one.
    if (problem.status) throw problem;
    return "waiting";
  }
}

/** A phone that has its key but lost its cookie gets a new one. */
async function comeBack() {
  const mine = await known();
  if (!mine || Date.now() - Number(sessionStorage.getItem(CAME)) < AT_ONCE) return;
  if ((await stateOf(mine.phone)) === "in") enter();
}

function enter() {
  sessionStorage.setItem(CAME, String(Date.now()));
  location.replace("/");
}

function fail(problem) {
  tell(find("title"), "This phone did not join");
  tell(find("why"), problem.message);
  find("compare").hidden = true;
  find("ask").hidden = false;
  find("hand-over").hidden = Boolean(secret);
}
