// Taking over the place of an old phone by the six digits that it shows; hub/door/hand_over.py tells why so.

import * as houseKey from "./house-key.js";
import { post } from "./saying.js";
import { hex, hmac, sha256 } from "./sha256.js";
import { forgetKey, keep } from "./signing.js";
import { guarded, power } from "./two-numbers.js";

/** Take over; throws an error whose message is a sentence. Then this is a phone of the house. */
export async function takeOver(digits) {
  const secret = guarded();
  const theirs = power(secret);
  const { phone, number } = await post("/api/join/hand-over", { number: theirs }, { signed: false });
  const pair = houseKey.canHave() ? await houseKey.make() : null;
  const key = sha256(power(secret, number));
  const said = ["homerule hand-over", phone, number, theirs, digits, pair?.public ?? ""];
  const proof = (what) => hex(hmac(key, [...said, what].join("\n")));
  // Kept before it is said: if the answer is lost on its way, this phone is in all the same.
  await keep(phone, pair ? "" : proof("key"), pair);
  try {
    const answer = await post(
      "/api/join/hand-over/prove",
      { phone, proof: proof("phone"), public: pair?.public ?? "" },
      { signed: false },
    );
    if (answer.proof !== proof("hub")) throw Object.assign(new Error("This is not the hub of your old phone."), { status: 403 });
  } catch (problem) {
    if (problem.status) await forgetKey();
    throw problem;
  }
  return phone;
}
