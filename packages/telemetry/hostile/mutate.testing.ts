import { gzipSync } from "node:zlib";
import type { Chance } from "./chance.testing.ts";

/** Valid bytes made invalid, or valid in a way that nobody meant. */
export function mutateBytes(bytes: Buffer, chance: Chance): Buffer {
  const out = Buffer.from(bytes);
  const at = () => chance.whole(Math.max(1, out.length));
  switch (chance.whole(7)) {
    case 0:
      return out.subarray(0, at());
    case 1:
      for (let i = chance.whole(8); i >= 0; i--) out[at()] = chance.whole(256);
      return out;
    case 2:
      // Lengths and tags are small numbers: make one of them large.
      out.fill(0xff, at(), at());
      return out;
    case 3: {
      const from = at();
      return Buffer.concat([out.subarray(0, from), chance.bytes(chance.whole(64)), out.subarray(from)]);
    }
    case 4: {
      const from = at();
      return Buffer.concat([out, out.subarray(from), out.subarray(0, from)]);
    }
    case 5: {
      const from = at();
      return Buffer.concat([out.subarray(0, from), out.subarray(from + chance.whole(16))]);
    }
    default:
      out[at()] = (out[at()] ?? 0) ^ (1 << chance.whole(8));
      return out;
  }
}

/** What a body that claims to be gzip may be instead. */
export function hostileGzip(bytes: Buffer, chance: Chance): Buffer {
  const zipped = gzipSync(bytes);
  switch (chance.whole(7)) {
    case 0:
      return zipped.subarray(0, chance.whole(zipped.length));
    case 1:
      zipped[zipped.length - 1 - chance.whole(8)] = chance.whole(256); // checksum or length
      return zipped;
    case 2:
      return gzipSync(zipped);
    case 3:
      return Buffer.concat([zipped, chance.bytes(20)]);
    case 4:
      return bomb();
    case 5:
      return Buffer.concat(Array.from({ length: 50 }, () => zipped));
    default:
      return bytes;
  }
}

let made: Buffer | undefined;
/** 100 MB in a hundred kilobytes. */
const bomb = () => {
  made ??= gzipSync(Buffer.alloc(100_000_000));
  return made;
};

/** What a body that claims to be a snappy block may be instead. `block` is a good one. */
export function hostileSnappy(block: Buffer, chance: Chance): Buffer {
  switch (chance.whole(4)) {
    case 0:
      // A claim of gigabytes.
      return Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), block]);
    case 1:
      // One literal, and copies of it for ever.
      return Buffer.concat([
        Buffer.from([0x80, 0x80, 0x80, 0x09, 0x00, 0x41]),
        Buffer.alloc(60_000, Buffer.from([0xfe, 0x01, 0x00])),
      ]);
    case 2:
      return Buffer.concat([Buffer.from("ff060000734e61507059", "hex"), block]); // the framed format
    default:
      return mutateBytes(block, chance);
  }
}

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_992,
  "",
  "\u0000",
  "\ud800",
  "NaN",
  "-9223372036854775808",
  "18446744073709551616",
  "0001-01-01T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  [],
  {},
  [[]],
  { toString: 1 },
  { kvlistValue: { values: "no list" } },
];

/** A copy in which something somewhere is of another kind, missing, enormous, ancient or far ahead. */
export function mutateJson(value: unknown, chance: Chance): unknown {
  const copy = structuredClone(value);
  const places: [Record<string, unknown>, string][] = [];
  collect(copy, places);
  // Once only: growth upon growth would be gigabytes.
  let mayGrow = true;
  for (let i = chance.whole(3); i >= 0; i--) {
    const place = places[chance.whole(places.length)];
    if (!place) return chance.of(odd);
    const [holder, key] = place;
    const kind = chance.whole(6);
    const grows = kind >= 1 && kind <= 3;
    if (grows && !mayGrow) continue;
    mayGrow &&= !grows;
    switch (kind) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[key] = "x".repeat(chance.of([300, 5_000, 1_100_000]));
        break;
      case 2:
        holder[key] = nested(chance.of([10, 20, 700]));
        break;
      case 3:
        holder[key] = repeated(holder[key]);
        break;
      default:
        holder[key] = chance.of(odd);
    }
  }
  return copy;
}

/** Collects every place of a value that could hold another. */
function collect(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const holder = value as Record<string, unknown>;
    places.push([holder, key]);
    collect(holder[key], places);
  }
}

/** Many of the same, a few megabytes at most. */
function repeated(value: unknown): unknown[] {
  const bytes = (JSON.stringify(value) ?? "").length;
  return Array.from({ length: Math.min(5_000, Math.ceil(2_000_000 / (bytes + 1))) }, () => value);
}

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let i = 0; i < depth; i++) {
    value =
      i % 2 === 0 ? { arrayValue: { values: [value] } } : { kvlistValue: { values: [{ key: "k", value }] } };
  }
  return value;
}

/** Text that is nearly JSON. */
export function hostileText(json: string, chance: Chance): Buffer {
  switch (chance.whole(7)) {
    case 0:
      return Buffer.from("[".repeat(200_000));
    case 1:
      return Buffer.from(`{"a":`.repeat(100_000));
    case 2:
      return Buffer.from(`\ufeff${json}`);
    case 3:
      return Buffer.from(
        json.replace("{", '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
      );
    case 4:
      return Buffer.from(json, "utf16le");
    case 5:
      return Buffer.from(`${json}${json}`);
    default:
      return mutateBytes(Buffer.from(json), chance);
  }
}
