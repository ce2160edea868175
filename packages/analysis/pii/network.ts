import { contextBefore, mayEnd } from "./characters.ts";
import { endOf } from "./words.ts";

const ipv4 = /(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}/y;
const versions = /(?:(?:\bversion|\bv|\brelease|\bbuild)[ :]*|\b(?:up|down)grad(?:ed?|ing)\b.{0,36})$/;
const ipv6 = /(?:[0-9a-f]{1,4}:){1,7}:?(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?/iy;

/** @returns the end, or -1. Addresses that mean nobody (0.0.0.0, 127.x, 255.255.255.255) are none. */
export function ipv4At(text: string, at: number): number {
  const end = endOf(ipv4, text, at);
  if (end < 0) return -1;
  const said = text.slice(at, end);
  if (said.startsWith("127.") || said === "0.0.0.0" || said === "255.255.255.255") return -1;
  return versions.test(contextBefore(text, at)) ? -1 : end;
}

/** In full, or shortened once by `::`. */
export function ipv6At(text: string, at: number): number {
  ipv6.lastIndex = at;
  if (!ipv6.test(text)) return -1;
  const end = ipv6.lastIndex;
  const said = text.slice(at, end);
  const groups = said.split(":").filter((group) => group !== "").length;
  const shortened = said.includes("::");
  if (said.indexOf("::") !== said.lastIndexOf("::") || said.endsWith(":") !== said.endsWith("::")) return -1;
  // `std::vector` and `a::b` are names: four groups, or digits in two, are an address.
  const isAddress = shortened ? groups >= 3 && groups <= 7 && /\d/.test(said) : groups === 8;
  return isAddress && mayEnd(text, end) ? end : -1;
}
