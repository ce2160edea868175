import { contextBefore, isWord, mayEnd } from "./characters.ts";
import { ibanHolds } from "./check-digits.ts";
import { isNir } from "./numbers.ts";

/** Lengths by country: the IBAN registry of SWIFT. */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 " +
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 " +
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);

/** Each takes the place of a word's first character and gives the end of what was found, or -1. */
export function iban(text: string, at: number): number {
  const length = ibanLengths[text.slice(at, at + 2).toUpperCase()];
  if (length === undefined) return -1;
  let compact = "";
  let place = at;
  while (compact.length < length) {
    if (isWord(text, place)) compact += text[place++];
    // In groups of four, with a blank or a hyphen between them.
    else if (compact.length % 4 === 0 && " -\u00a0".includes(text[place] ?? "x") && isWord(text, place + 1))
      place++;
    else return -1;
  }
  compact = compact.toUpperCase();
  return /^[A-Z]{2}\d\d[A-Z0-9]+$/.test(compact) && mayEnd(text, place) && ibanHolds(compact) ? place : -1;
}

const ninoForm = /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]/iy;
const ninoNever = new Set(["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"]);
const ninoWords = /national insurance|\bnino?\b|\bni number/;

export function nino(text: string, at: number): number {
  const end = endOf(ninoForm, text, at);
  if (end < 0 || ninoNever.has(text.slice(at, at + 2).toUpperCase())) return -1;
  // Small letters are a part number more often, unless it is said what it is.
  const said = text.slice(at, end);
  return said === said.toUpperCase() || ninoWords.test(contextBefore(text, at)) ? end : -1;
}

const controlLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
const dniForm = /\d\d\.?\d{3}\.?\d{3}[- ]?[A-HJ-NP-TV-Z]/y;
const nieForm = /[XYZ][- ]?\d{7}[- ]?[A-HJ-NP-TV-Z]/y;

export function dni(text: string, at: number): number {
  const nie = "XYZ".includes(text[at] ?? "-");
  const end = endOf(nie ? nieForm : dniForm, text, at);
  if (end < 0) return -1;
  const compact = text.slice(at, end).replace(/[^0-9A-Z]/g, "");
  const number = Number(compact.slice(0, 8).replace("X", "0").replace("Y", "1").replace("Z", "2"));
  return controlLetters[number % 23] === compact[8] ? end : -1;
}

const nirWithLetter = /[12] ?\d\d ?\d\d ?2[AB] ?\d{3} ?\d{3} ?\d\d/y;

/** Those who were born in Corsica have a letter in it. */
export function nirOfCorsica(text: string, at: number): number {
  const end = endOf(nirWithLetter, text, at);
  return end >= 0 && isNir(text.slice(at, end).replaceAll(" ", "")) ? end : -1;
}

const identityCardForm = /[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d/y;
const identityCardWords = /ausweis|\bperso\b|identity card|\bid card|passport|reisepass|pass-?nummer/;

/** Serial number and check digit; one in ten of all codes passes, so somebody has to say what it is. */
export function identityCard(text: string, at: number): number {
  const end = endOf(identityCardForm, text, at);
  if (end < 0) return -1;
  const values = [...text.slice(at, end - 1)].map((each) =>
    each >= "A" ? each.charCodeAt(0) - 55 : Number(each),
  );
  const sum = values.reduce((all, value, index) => all + value * ([7, 3, 1][index % 3] ?? 0), 0);
  return sum % 10 === Number(text[end - 1]) && identityCardWords.test(contextBefore(text, at)) ? end : -1;
}

const fiscalForm = /[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]/iy;
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Decreto ministeriale 23 dicembre 1976: characters at odd places count by a table, those at even ones as they are. */
export function codiceFiscale(text: string, at: number): number {
  const end = endOf(fiscalForm, text, at);
  if (end < 0) return -1;
  const said = text.slice(at, end).toUpperCase();
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const code = said.charCodeAt(index);
    const value = code >= 65 ? code - 65 : code - 48;
    sum += index % 2 === 0 ? (odd[value] ?? 0) : value;
  }
  return sum % 26 === said.charCodeAt(15) - 65 ? end : -1;
}

/** @param form sticky */
export function endOf(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) && mayEnd(text, form.lastIndex) ? form.lastIndex : -1;
}
