import { contextBefore, isDigit, mayEnd } from "./characters.ts";
import { luhn, mod1110, verhoeff, weighted } from "./check-digits.ts";
import type { PiiType } from "./types.ts";

/** Groups of digits with the same separator between them, as `4111 1111 1111 1111`. */
export type Groups = {
  digits: string;
  /** Of the first one, two, … groups: where they end, how many digits they have, and their shape. */
  ends: number[];
  counts: number[];
  shapes: number[];
  separator: string;
};

const groupsMax = 8;
const groupDigitsMax = 19;
const separators = new Set([" ", "-", ".", "\u00a0"]);

/** Lengths of groups in one number: 4-4-4-4 is `shape(4, 4, 4, 4)`. */
const shape = (...lengths: number[]): number => lengths.reduce((sum, length) => sum * 32 + length, 0);

/** @param at the first digit; null when the run is longer than any number that is known */
export function groupsAt(text: string, at: number): Groups | null {
  const groups: Groups = { digits: "", ends: [], counts: [], shapes: [], separator: "" };
  let place = at;
  let code = 0;
  while (groups.ends.length < groupsMax) {
    let end = place;
    while (isDigit(text, end) && end - place <= groupDigitsMax) end++;
    const length = end - place;
    if (length > groupDigitsMax) return groups.ends.length > 0 ? groups : null;
    if (length === 0) break;
    groups.digits += text.slice(place, end);
    code = code * 32 + length;
    groups.ends.push(end);
    groups.counts.push(groups.digits.length);
    groups.shapes.push(code);
    const next = text[end] ?? "";
    if (!separators.has(next) || (groups.separator !== "" && next !== groups.separator)) break;
    if (!isDigit(text, end + 1)) break;
    groups.separator = next;
    place = end + 1;
  }
  return groups;
}

type Check = {
  type: PiiType;
  holds: (digits: string, before: () => string, separator: string) => boolean;
  /** Its groups are those of longer numbers too: with a group more on either side it is none. */
  alone?: boolean;
};

const onlyNear =
  (words: RegExp, holds: (digits: string) => boolean) =>
  (digits: string, before: () => string): boolean =>
    holds(digits) && words.test(before());

/**
 * Who issues cards, with how many digits (ISO/IEC 7812 and the schemes' own pages): what else passes Luhn is an order
 * number or a device more often than a card. Visa, Mastercard, American Express, Diners, Discover, UnionPay, JCB, Maestro,
 * Mir, RuPay.
 */
const issuers = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]|2(?:2[2-9]|[3-6]\d|7[01])|2720)\d+$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689])\d{11,16}$/,
  /^(?:6011|64[4-9]|65|62|35(?:2[89]|[3-8]\d)|220[0-4]|8[12])\d+$/,
  /^(?:50|5[6-8]|63|67)\d+$/,
];
const isIssued = (digits: string): boolean =>
  issuers.some((issuer) => issuer.test(digits)) && (digits.length >= 16 || /^[43]/.test(digits));
const card: Check = {
  type: "card",
  holds: (digits, _before, separator) =>
    separator !== "." && isIssued(digits) && luhn(digits) && !/^(\d)\1+$/.test(digits),
};

const ssn: Check["holds"] = (digits) =>
  !/^(?:000|666|9)/.test(digits) &&
  !/^...00|0000$/.test(digits) &&
  !/^(\d)\1+$/.test(digits) &&
  digits !== "123456789";

function isTaxId(digits: string): boolean {
  if (digits[0] === "0" || !mod1110(digits)) return false;
  const counts = new Array<number>(10).fill(0);
  for (const digit of digits.slice(0, 10)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  // One digit comes twice or three times, every other at most once.
  const more = counts.filter((count) => count > 1);
  return more.length === 1 && (more[0] ?? 0) <= 3;
}

/** The month says the century too: 01-12 for 19xx, +20 for 20xx, +80 for 18xx. */
function isPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

const isBsn = (digits: string): boolean => {
  const sum = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]);
  return sum > 0 && sum % 11 === 0;
};

/** Sex, year, month, département, commune, order, key. Months above 12 stand for unknown ones. */
export function isNir(text: string): boolean {
  if (!/^[12]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[AB])/.test(text)) return false;
  const number = text.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(number) % 97n) === Number(text.slice(13));
}

const isAadhaar = (digits: string): boolean =>
  digits > "2" && verhoeff(digits) && !/^(\d)\1+$/.test(digits) && [...digits].reverse().join("") !== digits;

const aadhaarWords = /aadha+r|\buid(?:ai)?\b|आधार/;
const ssnWords = /\bssn\b|social security|\bsocial\b/;
const bsnWords = /\bbsn\b|burgerservice|sofi-?nummer|citizen service number/;

const checks = new Map<number, Check[]>();
const add = (check: Check, ...shapes: number[]) => {
  for (const each of shapes) checks.set(each, [...(checks.get(each) ?? []), check]);
};
for (let length = 13; length <= 19; length++) add(card, shape(length));
add(card, shape(4, 4, 4, 4), shape(4, 6, 5), shape(4, 6, 4), shape(4, 4, 4, 4, 3), shape(4, 4, 4, 1));
add({ type: "us_ssn", holds: (digits, before, by) => by !== "." && ssn(digits, before, by) }, shape(3, 2, 4));
add({ type: "us_ssn", holds: onlyNear(ssnWords, (digits) => ssn(digits, () => "", "")) }, shape(9));
add({ type: "de_tax_id", holds: isTaxId }, shape(11), shape(2, 3, 3, 3));
add({ type: "pl_pesel", holds: isPesel }, shape(11));
add({ type: "fr_nir", holds: isNir }, shape(15), shape(13, 2), shape(1, 2, 2, 2, 3, 3, 2));
add({ type: "nl_bsn", holds: onlyNear(bsnWords, isBsn) }, shape(9), shape(4, 2, 3), shape(3, 3, 3));
add(
  { type: "in_aadhaar", alone: true, holds: (digits, _before, by) => by !== "." && isAadhaar(digits) },
  shape(4, 4, 4),
);
add({ type: "in_aadhaar", holds: onlyNear(aadhaarWords, isAadhaar) }, shape(12));

/** The longest known number that begins with the first group; its end, or -1. */
export function knownNumber(
  text: string,
  at: number,
  groups: Groups,
  wanted: ReadonlySet<PiiType>,
): { type: PiiType; end: number } | null {
  const before = () => contextBefore(text, at);
  const follows = text[at - 1] === " " && isDigit(text, at - 2);
  for (let index = groups.ends.length - 1; index >= 0; index--) {
    const candidates = checks.get(groups.shapes[index] ?? 0);
    const end = groups.ends[index] ?? 0;
    if (!candidates || !mayEnd(text, end)) continue;
    const digits = groups.digits.slice(0, groups.counts[index]);
    const separator = index === 0 ? "" : groups.separator;
    // A group more with the same separator makes it another number, but a space may be just a space.
    if (separator !== "" && separator !== " " && index < groups.ends.length - 1) continue;
    const isAlone = index === groups.ends.length - 1 && !follows;
    const found = candidates.find(
      ({ type, alone, holds }) => wanted.has(type) && (!alone || isAlone) && holds(digits, before, separator),
    );
    if (found) return { type: found.type, end };
  }
  return null;
}
