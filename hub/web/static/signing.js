// The phone's key: kept in this browser, never sent; each request is signed with it, and counted.
// Over https it is a pair that the phone made itself: see house-key.js.

import { bytesOf, hex, hmac, sha256, unhex } from "./sha256.js";

const BASE = "homerule";
const SHELF = "phone";

/** Do something with what this browser keeps of its phone; returns what `act` asked for. */
function kept(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(BASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const base = opening.result;
      const work = base.transaction(SHELF, mode);
      let found = null;
      act(work.objectStore(SHELF), (value) => { found = value; });
      work.oncomplete = () => { base.close(); resolve(found); };
      work.onabort = () => { base.close(); reject(work.error); };
    };
  });
}

/** Keep a phone's name and key, or the pair that it made itself; it begins to count anew. */
export const keep = (phone, key, pair = null) =>
  kept("readwrite", (shelf) => shelf.put({ phone, key, pair, counter: 0 }, SHELF));

/** Forget the key. */
export const forgetKey = () => kept("readwrite", (shelf) => shelf.delete(SHELF));

/** The phone whose key this browser has, or null. */
export async function known() {
  const found = await kept("readonly", (shelf, give) => {
    const asked = shelf.get(SHELF);
    asked.onsuccess = () => give(asked.result);
  }).catch(() => null);
  return found ?? null;
}

/** Take the next number, above `least`: stored before it is used, so no other tab uses it too. */
async function next(least) {
  const found = await kept("readwrite", (shelf, give) => {
    const asked = shelf.get(SHELF);
    asked.onsuccess = () => {
      if (!asked.result) return;
      const mine = { ...asked.result, counter: Math.max(asked.result.counter, least) + 1 };
      shelf.put(mine, SHELF);
      give(mine);
    };
  });
  if (!found) throw new Error("This browser has lost the key of its phone: pair it anew.");
  return found;
}

/** What signs a request, and its number; `least`: how far the hub says it has counted. */
export async function sign(method, path, body, least = 0) {
  const { phone, key, pair, counter } = await next(least);
  const said = `${counter}\n${method}\n${path}\n${hex(sha256(body))}`;
  const mark = pair ? await (await import("./house-key.js")).mark(pair, said) : hex(hmac(unhex(key), said));
  return { header: `${phone} ${counter} ${mark}`, counter, key };
}

/** What the hub covered for this phone in answer to its request with this number. */
export function uncovered(key, counter, covered) {
  const bytes = unhex(covered);
  const secret = unhex(key);
  for (let block = 0; block * 32 < bytes.length; block += 1) {
    const pad = hmac(secret, bytesOf(`cover\n${counter}\n${block}`));
    for (let at = block * 32; at < Math.min(bytes.length, block * 32 + 32); at += 1) {
      bytes[at] ^= pad[at % 32];
    }
  }
  return new TextDecoder().decode(bytes);
}
