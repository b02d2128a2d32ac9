// SHA-256 and HMAC of our own: over http a browser's own ones are closed to us.

const K = new Uint32Array(64);
const START = new Uint32Array(8);
const encoder = new TextEncoder();

// The first 32 bits behind the point of the roots of the first primes: cube roots for the rounds,
// square roots for the start. Worked out in whole numbers, so that no digit depends on a browser.
for (let candidate = 2, count = 0; count < 64; candidate += 1) {
  let prime = true;
  for (let factor = 2; factor * factor <= candidate; factor += 1) prime &&= candidate % factor !== 0;
  if (!prime) continue;
  if (count < 8) START[count] = root(candidate, 2n);
  K[count] = root(candidate, 3n);
  count += 1;
}

/** The largest whole number whose power is not above the prime times 2^(32 * power): its low bits. */
function root(prime, power) {
  const goal = BigInt(prime) << (32n * power);
  let low = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((low + bit) ** power <= goal) low += bit;
  }
  return Number(low & 0xffffffffn);
}

const turn = (x, by) => (x >>> by) | (x << (32 - by));

function mix(state, words) {
  for (let t = 16; t < 64; t += 1) {
    const [x, y] = [words[t - 15], words[t - 2]];
    const small = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const large = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[t] = words[t - 16] + small + words[t - 7] + large;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + words[t];
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] += word; });
}

/** The bytes of a text; bytes stay as they are. */
export const bytesOf = (text) => (typeof text === "string" ? encoder.encode(text) : text);

/** The SHA-256 of a text or of bytes, as 32 bytes. */
export function sha256(content) {
  const bytes = bytesOf(content);
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = START.slice();
  const words = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(block + 4 * t);
    mix(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => digest.setUint32(4 * at, word));
  return new Uint8Array(digest.buffer);
}

/** The HMAC with SHA-256 of a text or of bytes, as 32 bytes. */
export function hmac(key, content) {
  const raw = bytesOf(key);
  const whole = new Uint8Array(64);
  whole.set(raw.length > 64 ? sha256(raw) : raw);
  const inner = sha256(joined(whole.map((byte) => byte ^ 0x36), bytesOf(content)));
  return sha256(joined(whole.map((byte) => byte ^ 0x5c), inner));
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Bytes as hexadecimal digits. */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes that hexadecimal digits stand for. */
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
