// How something is said to the hub: as JSON, signed where this is a phone, once more where it counts too low.

import { unreached } from "./live.js";
import { known, sign } from "./signing.js";

const PATIENCE = 5_000;

/** Post something; returns the answer's content, or throws an error whose message is a sentence. */
export async function post(path, body, { signed = true, onSigned } = {}) {
  const text = JSON.stringify(body);
  let least = 0;
  for (let again = 0; ; again += 1) {
    const mark = signed ? await sign("POST", path, text, least) : null;
    if (mark) onSigned?.(mark);
    const answer = await send(path, text, mark?.header);
    const content = await answer.json().catch(() => ({}));
    if (answer.ok) return content;
    if (typeof content.counter !== "number" || again > 0) {
      const problem = new Error(content.error ?? "The hub refused this and did not say why.");
      throw Object.assign(problem, { status: answer.status, content });
    }
    least = content.counter;
  }
}

async function send(path, text, header) {
  const headers = { "Content-Type": "application/json" };
  if (header) headers["X-Homerule-Sign"] = header;
  try {
    return await fetch(path, { method: "POST", body: text, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw unreached();
  }
}

/** Say whether this browser has the key of the phone that the page was shown to. */
export const hasKey = async (phone) => (await known())?.phone === phone;
