import { invalid } from "@triops/kernel/errors";

/** Limits of S3 (a key) and of file systems (a name), in bytes of UTF-8. */
const keyBytesMax = 1_024;
const nameBytesMax = 255;

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** Why a text is no key, or null. Holds for every kind of store, so that a folder can be moved to S3 and back. */
export function keyFault(key: string): string | null {
  if (bytes(key) > keyBytesMax) return `longer than ${keyBytesMax} bytes`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(key)) return "control characters and backslashes are not allowed";
  if (!key.isWellFormed()) return "not valid Unicode";
  for (const name of key.split("/")) {
    if (name === "") return "empty names are not allowed";
    if (name === "." || name === "..") return `"${name}" is not a name`;
    if (bytes(name) > nameBytesMax) return `a name is longer than ${nameBytesMax} bytes`;
  }
  // What the folder keeps for itself.
  if (key.startsWith(".")) return "a first name must not begin with a dot";
  return null;
}

/** @throws invalid */
export function checkKey(key: string): string {
  const fault = keyFault(key);
  if (fault) throw invalid(`Not a path for a stored object: ${fault}`);
  return key;
}

/** @throws invalid */
export function checkPrefix(prefix: string): string {
  if (prefix === "") return prefix;
  if (!prefix.endsWith("/")) throw invalid("A prefix ends with a slash");
  checkKey(prefix.slice(0, -1));
  return prefix;
}

/** The order of listings: name by name, by code units. */
export function compareKeys(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [x, y] = [left[at] ?? "", right[at] ?? ""];
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
