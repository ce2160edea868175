import type { Labels } from "../tables/series.ts";
import { DecodeError } from "./decode-error.ts";
import { Wire } from "./wire.ts";

/** Attributes before they are needed: most points belong to series that are known by `key` alone. */
export type AttributeBag = {
  /** Equal keys mean equal attributes; the reverse need not hold. */
  readonly key: string;
  /** Values as text, in the sender's order. @throws DecodeError */
  pairs(): Labels;
};

/** AnyValue may nest; this deep and no deeper. */
export const nestingMax = 16;

export function bagOfPairs(pairs: Labels): AttributeBag {
  return { key: JSON.stringify(pairs), pairs: () => pairs };
}

/** Attributes as they stand in a message: `tag` is that of the repeated KeyValue field. */
export class BytesBag implements AttributeBag {
  readonly key: string;
  private readonly bytes: Buffer;
  private readonly tag: number;

  constructor(bytes: Buffer, start: number, end: number, tag: number) {
    this.key = bytes.latin1Slice(start, end);
    this.bytes = bytes.subarray(start, end);
    this.tag = tag;
  }

  pairs(): Labels {
    const wire = new Wire(this.bytes);
    const pairs: [string, string][] = [];
    while (wire.more) {
      const tag = wire.tag();
      if (tag === this.tag) pairs.push(wire.message(readKeyValue));
      else wire.skip(tag);
    }
    return pairs;
  }
}

/** Remembers where a message's attributes stand, usually one run of bytes, without decoding them. */
export class AttributeSpan {
  private start = -1;
  private end = -1;
  private parts: Buffer[] | null = null;

  /** Call with the position before the tag; steps over the attribute. */
  note(wire: Wire, tagAt: number): void {
    const at = wire.lengthEnd();
    if (this.start < 0) this.start = tagAt;
    else if (tagAt !== this.end) {
      wire.charge();
      this.parts ??= [];
      this.parts.push(wire.bytes.subarray(this.start, this.end));
      this.start = tagAt;
    }
    this.end = at;
    wire.at = at;
  }

  bag(bytes: Buffer, tag: number): AttributeBag {
    if (this.start < 0) return emptyBag;
    if (this.parts === null) return new BytesBag(bytes, this.start, this.end, tag);
    const whole = Buffer.concat([...this.parts, bytes.subarray(this.start, this.end)]);
    return new BytesBag(whole, 0, whole.length, tag);
  }
}

const emptyBag: AttributeBag = { key: "", pairs: () => [] };

export function readKeyValue(wire: Wire): [string, string] {
  let key = "";
  let value = "";
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) key = wire.text();
    else if (tag === 18) value = wire.message((inner) => anyValueText(inner, 0));
    else wire.skip(tag);
  }
  return [key, value];
}

/**
 * An AnyValue as text: strings as they are, whole numbers in full, bytes in base64, lists and maps as JSON.
 * Inside lists and maps (`depth` > 0) strings are quoted.
 */
export function anyValueText(wire: Wire, depth: number): string {
  if (depth > nestingMax) throw new DecodeError(`An attribute nests deeper than ${nestingMax} levels`);
  let text = depth > 0 ? "null" : "";
  while (wire.more) {
    const tag = wire.tag();
    switch (tag) {
      case 10:
        text = quoted(wire.text(), depth);
        break;
      case 16:
        text = wire.varint() === 0 ? "false" : "true";
        break;
      case 24:
        text = BigInt.asIntN(64, wire.varintBig()).toString();
        break;
      case 33:
        text = numberText(wire.double(), depth);
        break;
      case 42:
        text = wire.message((inner) => listText(inner, depth + 1));
        break;
      case 50:
        text = wire.message((inner) => mapText(inner, depth + 1));
        break;
      case 58:
        text = quoted(wire.slice().toString("base64"), depth);
        break;
      default:
        wire.skip(tag);
    }
  }
  return text;
}

function listText(wire: Wire, depth: number): string {
  const items: string[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) items.push(wire.message((inner) => anyValueText(inner, depth)));
    else wire.skip(tag);
  }
  return `[${items.join(",")}]`;
}

function mapText(wire: Wire, depth: number): string {
  const items: string[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) items.push(wire.message((inner) => entryText(inner, depth)));
    else wire.skip(tag);
  }
  return `{${items.join(",")}}`;
}

function entryText(wire: Wire, depth: number): string {
  let key = "";
  let value = "null";
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) key = wire.text();
    else if (tag === 18) value = wire.message((inner) => anyValueText(inner, depth));
    else wire.skip(tag);
  }
  return `${JSON.stringify(key)}:${value}`;
}

export const quoted = (text: string, depth: number): string => (depth > 0 ? JSON.stringify(text) : text);

/** JSON has no NaN and no infinities: inside lists and maps they are quoted. */
export function numberText(value: number, depth: number): string {
  return Number.isFinite(value) || depth === 0 ? String(value) : JSON.stringify(String(value));
}
