import { classAt, DIGIT, isDigit, isWord, LOWER, mayBegin, UPPER, WORD } from "./characters.ts";
import { emailAt } from "./email.ts";
import { ipv4At, ipv6At } from "./network.ts";
import { groupsAt, knownNumber } from "./numbers.ts";
import { internationalPhone, nationalPhone } from "./phone.ts";
import { awsSecretAt, privateKeyAt, secretAt } from "./secrets.ts";
import type { PiiType } from "./types.ts";
import { codiceFiscale, dni, iban, identityCard, nino, nirOfCorsica } from "./words.ts";

/** From `start` up to, not including, `end`. */
export type PiiMatch = { type: PiiType; start: number; end: number };

type Found = { type: PiiType; end: number };

/**
 * Values of the wanted types, in their order, none within another. One pass from left to right: every word is looked at
 * once, and what may follow it within bounds (12,000 characters for a key block, some ten for most), so that time grows
 * with the text alone.
 */
export function findPii(text: string, wanted: ReadonlySet<PiiType>): PiiMatch[] {
  const matches: PiiMatch[] = [];
  let taken = 0;
  const take = (type: PiiType, start: number, end: number): number => {
    // An address is found at its @: what was found in its midst before is part of it.
    while (matches.length > 0 && (matches.at(-1)?.end ?? 0) > start) matches.pop();
    matches.push({ type, start, end });
    taken = end;
    return end;
  };
  const email = wanted.has("email");
  const phone = wanted.has("phone");
  const keys = wanted.has("private_key");
  const end = text.length;
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 64) {
      const found = email ? emailAt(text, at) : null;
      at = found ? take("email", found.start, found.end) : at + 1;
    } else if (code === 43 || code === 40) {
      // "+" or "("
      const to = !phone ? -1 : code === 43 ? internationalPhone(text, at) : nationalBracket(text, at);
      at = to > 0 ? take("phone", at, to) : at + 1;
    } else if (code === 45 && keys && text.startsWith("-----BEGIN ", at)) {
      const to = privateKeyAt(text, at);
      at = to > 0 ? take("private_key", at, to) : at + 1;
    } else if ((classAt(text, at) & WORD) === 0) at++;
    else {
      let classes = 0;
      let to = at;
      for (let each = classAt(text, to); (each & WORD) !== 0; each = classAt(text, to)) {
        classes |= each;
        to++;
      }
      const found = wordAt(text, at, to, classes, wanted);
      at = found && at >= taken ? take(found.type, at, found.end) : to;
    }
  }
  return matches;
}

const nationalBracket = (text: string, at: number): number =>
  isDigit(text, at + 1) && !isWord(text, at - 1) ? nationalPhone(text, at) : -1;

/** What begins with the word from `at` up to `to`. */
function wordAt(
  text: string,
  at: number,
  to: number,
  classes: number,
  wanted: ReadonlySet<PiiType>,
): Found | null {
  const first = classAt(text, at);
  if (first === DIGIT) return mayBegin(text, at) ? numberAt(text, at, to, wanted) : null;
  const secret = secretAt(text, at, wanted);
  if (secret) return secret;
  if (to - at >= 10 && wanted.has("aws_key")) {
    const end = awsSecretAt(text, at);
    if (end > 0) return { type: "aws_key", end };
  }
  const colon = text.charCodeAt(to) === 58 && to - at <= 4;
  // Most words end here.
  if ((classes & DIGIT) === 0 && to - at > 2 && !colon) return null;
  if (!mayBegin(text, at)) return null;
  const find = (type: PiiType, detect: (text: string, at: number) => number): Found | null => {
    if (!wanted.has(type)) return null;
    const end = detect(text, at);
    return end > 0 ? { type, end } : null;
  };
  // Everything below has a digit within its first five characters, or is one of few short forms.
  if (to - at === 2 && (classes & DIGIT) === 0)
    return isDigit(text, to) || isDigit(text, to + 1) ? find("uk_nino", nino) : null;
  if (to - at === 1 && first === UPPER) return find("es_dni", dni);
  if (colon) {
    const address = find("ip_address", ipv6At);
    if (address) return address;
  }
  if ((classes & DIGIT) === 0 || (classes & (UPPER | LOWER)) === 0) return null;
  return (
    find("iban", iban) ??
    find("uk_nino", nino) ??
    find("es_dni", dni) ??
    find("it_codice_fiscale", codiceFiscale) ??
    find("de_id_card", identityCard)
  );
}

function numberAt(text: string, at: number, to: number, wanted: ReadonlySet<PiiType>): Found | null {
  const groups = groupsAt(text, at);
  const known = groups ? knownNumber(text, at, groups, wanted) : null;
  if (known) return known;
  const first = text[at];
  const letterFollows = groups !== null && hasLetterNear(text, groups.ends.at(-1) ?? to);
  if (letterFollows && wanted.has("es_dni")) {
    const end = dni(text, at);
    if (end > 0) return { type: "es_dni", end };
  }
  if (letterFollows && wanted.has("fr_nir") && (first === "1" || first === "2")) {
    const end = nirOfCorsica(text, at);
    if (end > 0) return { type: "fr_nir", end };
  }
  if (wanted.has("ip_address")) {
    const end = text[to] === "." ? ipv4At(text, at) : text[to] === ":" ? ipv6At(text, at) : -1;
    if (end > 0) return { type: "ip_address", end };
  }
  // In the midst of a run of numbers nobody begins a telephone number.
  if (wanted.has("phone") && !(text[at - 1] === " " && isDigit(text, at - 2))) {
    const end = nationalPhone(text, at);
    if (end > 0) return { type: "phone", end };
  }
  return null;
}

const hasLetterNear = (text: string, at: number): boolean =>
  (classAt(text, at) & UPPER) !== 0 || (classAt(text, at + 1) & UPPER) !== 0;
