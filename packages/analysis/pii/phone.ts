import { contextBefore, isDigit, isWord, mayEnd } from "./characters.ts";

/** E.164: at most 15 digits with the country's; the shortest that are in use have 7 beside it. */
const internationalDigitsMin = 8;
const digitsMax = 15;
const nationalDigitsMin = 7;
const charsMax = 28;

const words =
  /(?:phone|\btel\b|tel[:.]|telefon|t[eé]l[eé.]|mobile?\b|mobil|\bcell|handy|\bcall|\bfax|whats ?app|\bsms\b|\btext me|\bring me|movil|móvil|rufnummer|hotline|numero di|portable)[^\d]{0,24}$/;
const notPhones =
  /\b(?:order|invoice|ticket|id|ref|version|isbn|case|tracking|serial|account|build)[^\d]{0,12}$/;

/** Where the number that begins here ends, and how many digits it has. Pieces are joined by one mark, or by brackets. */
function runAt(text: string, at: number): { end: number; digits: number; marks: number } {
  let [place, digits, marks, end] = [at, 0, 0, at];
  while (place - at < charsMax && digits <= digitsMax) {
    if (isDigit(text, place)) {
      digits++;
      end = ++place;
      continue;
    }
    // One mark, or two where a bracket opens or closes: ") 1", " (0".
    let next = place;
    while (next - place < 2 && " -./()\u00a0".includes(text[next] ?? "x")) next++;
    if (next === place || !isDigit(text, next)) break;
    if (next - place === 2 && !/[()]/.test(text.slice(place, next))) break;
    marks++;
    place = next;
  }
  return { end, digits, marks };
}

/** @param at a `+` @returns its end, or -1 */
export function internationalPhone(text: string, at: number): number {
  if (at > 0 && (isWord(text, at - 1) || ")]".includes(text[at - 1] ?? "x"))) return -1;
  const first = text.charCodeAt(at + 1) - 48;
  if (!(first >= 1 && first <= 9)) return -1;
  const { end, digits } = runAt(text, at + 1);
  if (digits < internationalDigitsMin || digits > digitsMax || !mayEnd(text, end)) return -1;
  // `5 +12345678` is a sum, unless somebody speaks of telephones.
  const before = contextBefore(text, at).trimEnd();
  if (/[\d=*]$/.test(before) && !words.test(`${before} `)) return -1;
  return end;
}

/** @param at a digit, or the bracket before it @returns its end, or -1 */
export function nationalPhone(text: string, at: number): number {
  const bracket = text[at] === "(" ? 1 : 0;
  const { end, digits, marks } = runAt(text, at + bracket);
  if (digits < nationalDigitsMin || digits > digitsMax || !mayEnd(text, end)) return -1;
  const said = text.slice(at, end);
  // A bracket that stays open, or a word right before it, is a program's: call(1234567).
  if (bracket === 1 && !said.includes(")")) return -1;
  if (text[at - 1] === "(" && isWord(text, at - 2)) return -1;
  const before = contextBefore(text, at);
  if (words.test(before)) return end;
  if (notPhones.test(before)) return -1;
  // North America, as it is written nowhere else: (415) 555-2671, 415-555-2671.
  if (digits === 10 && /^(?:\([2-9]\d\d\) ?|[2-9]\d\d-)[2-9]\d\d-\d{4}$/.test(said)) return end;
  // The way out of a country: 0049 30 1234567.
  if (marks > 0 && digits >= 11 && /^00[1-9]\d{0,2}[ (-]/.test(said)) return end;
  return -1;
}
