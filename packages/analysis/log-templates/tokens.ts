/** What a variable looks like; its name stands in templates between angle brackets. */
export const maskNames = [
  "num",
  "hex",
  "uuid",
  "ip",
  "mac",
  "time",
  "date",
  "path",
  "url",
  "host",
  "email",
  "id",
  "name",
  "str",
  "obj",
  "bool",
  "null",
  "size",
  "duration",
  "*",
  "empty",
] as const;

export type MaskName = (typeof maskNames)[number];

export const mask = Object.fromEntries(maskNames.map((name, code) => [name, code])) as Record<
  MaskName,
  number
>;
/** A value that was left out stands for itself, until others are seen in its place. */
export const maskTexts: readonly string[] = maskNames.map((name) => (name === "empty" ? "" : `<${name}>`));

/** Kinds of token: a sign such as `=`, a word, a variable, a word with a variable inside (`blk_<num>`). */
export const kind = { sign: 0, word: 1, variable: 2, partial: 3 } as const;

/** More tokens of a line than this are not looked at: such lines are dumps, and their beginning tells them apart. */
export const tokensMax = 160;

/** The tokens of one line, in arrays that are reused from line to line so that scanning allocates nothing. */
export class Tokens {
  text = "";
  count = 0;
  readonly kinds = new Uint8Array(tokensMax);
  readonly starts = new Int32Array(tokensMax);
  readonly ends = new Int32Array(tokensMax);
  readonly masks = new Uint8Array(tokensMax);
  /** Of partial tokens: where the variable begins and ends within the line. */
  readonly innerStarts = new Int32Array(tokensMax);
  readonly innerEnds = new Int32Array(tokensMax);
  readonly hashes = new Int32Array(tokensMax);
  /** 1 where white space stood before the token. */
  readonly spaced = new Uint8Array(tokensMax);

  /** The token as templates show it. */
  textOf(index: number): string {
    const code = this.masks[index] as number;
    if (this.kinds[index] === kind.variable) return maskTexts[code] as string;
    if (this.kinds[index] !== kind.partial) return this.text.slice(this.starts[index], this.ends[index]);
    const before = this.text.slice(this.starts[index], this.innerStarts[index]);
    return `${before}${maskTexts[code]}${this.text.slice(this.innerEnds[index], this.ends[index])}`;
  }

  /** A number of 53 bits that lines of the same shape share; collisions are as likely as a lottery win. */
  shape(): number {
    let low = 0x2545f491;
    let high = 0x9e3779b9 | 0;
    for (let i = 0; i < this.count; i++) {
      const hash = this.hashes[i] as number;
      low = Math.imul(low ^ hash, 0x85ebca6b);
      low ^= low >>> 13;
      high = Math.imul(high + hash, 0xc2b2ae35);
      high ^= high >>> 15;
    }
    return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
  }
}
