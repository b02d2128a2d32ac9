// The House key of a phone: made here, over https alone; no script can read it, and it cannot leave.

import { hex } from "./sha256.js";

const KIND = { name: "ECDSA", namedCurve: "P-256" };
const SIGNED = { name: "ECDSA", hash: "SHA-256" };

/** Whether this page came in a way in which such a key can be made and used. */
export const canHave = () => location.protocol === "https:" && Boolean(globalThis.crypto?.subtle);

/** Make a pair: its secret half can be used here and by nobody be copied. */
export async function make() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(KIND, false, ["sign"]);
  return { secret: privateKey, public: hex(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))) };
}

/** Sign a text. */
export async function mark(pair, text) {
  return hex(new Uint8Array(await crypto.subtle.sign(SIGNED, pair.secret, new TextEncoder().encode(text))));
}
