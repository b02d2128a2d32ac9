// Two make a secret out of what everybody may hear (Diffie and Hellman), where there is no WebCrypto.
// The numbers are those of RFC 3526, group 14; the hub reads them here.

const PRIME = BigInt(
  "0x" +
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74" +
  "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437" +
  "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
  "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05" +
  "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb" +
  "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
  "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718" +
  "3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff"
);
const BASE = 2n;
const DIGITS = 512;

/** A number that nobody can guess. */
export const guarded = () => crypto.getRandomValues(new Uint8Array(32)).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);

/** What is sent of a guarded number; `base`: what the other sent, for what both know and nobody else. */
export function power(exponent, base = null) {
  let [found, square] = [1n, base === null ? BASE : BigInt(`0x${base}`)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) found = (found * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return found.toString(16).padStart(DIGITS, "0");
}
