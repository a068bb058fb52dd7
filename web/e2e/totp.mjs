import { createHmac } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator app (RFC 6238). It never shows a code twice, since a server takes it once. */
export class App {
  #key;
  #last = 0;

  constructor(secret) {
    const bits = [...secret.replaceAll(/\s/g, '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
    this.#key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  }

  /** A code that was not shown before; the next one is a step early, which a server takes, too. */
  async code() {
    const now = () => Math.floor(Date.now() / 30_000);
    const step = Math.max(this.#last + 1, now());
    while (step > now() + 1) await new Promise((r) => setTimeout(r, 200));
    this.#last = step;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', this.#key).update(counter).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }
}
