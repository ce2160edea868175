/** State to text and back, exactly: base64 of the raw little-endian numbers behind a version byte. */
import { arraysOf, createState, type DetectorState } from "./state.ts";
import type { DetectorOptions } from "./types.ts";

const VERSION = 2;

/** Compact text, about 4/3 of `stateBytes(state)`. */
export function serialise(state: DetectorState): string {
  const parts = arraysOf(state).map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength));
  return `${VERSION}:${JSON.stringify(state.options)}:${Buffer.concat(parts).toString("base64")}`;
}

export function deserialise(text: string): DetectorState {
  const last = text.lastIndexOf(":");
  const first = text.indexOf(":");
  if (Number(text.slice(0, first)) !== VERSION) throw new RangeError("unknown detector state version");
  const state = createState(JSON.parse(text.slice(first + 1, last)) as DetectorOptions);
  const bytes = Buffer.from(text.slice(last + 1), "base64");
  if (bytes.byteLength !== stateBytes(state)) throw new RangeError("detector state has the wrong size");
  let at = 0;
  for (const array of arraysOf(state)) {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(
      bytes.subarray(at, at + array.byteLength),
    );
    at += array.byteLength;
  }
  return state;
}

/** Bytes of numbers held per series. */
export function stateBytes(state: DetectorState): number {
  return arraysOf(state).reduce((sum, array) => sum + array.byteLength, 0);
}
