import { contextBefore, isWord } from "./characters.ts";
import type { PiiType } from "./types.ts";

/** By the first letters. Every form is sticky and has bounds. */
type Form = { type: PiiType; prefix: string; form: RegExp; looksRandom?: boolean };

const forms: readonly Form[] = [
  { type: "aws_key", prefix: "AKIA", form: /AKIA[A-Z2-7]{16}/y },
  { type: "aws_key", prefix: "ASIA", form: /ASIA[A-Z2-7]{16}/y },
  { type: "github_token", prefix: "gh", form: /gh[pousr]_[A-Za-z0-9]{36,255}/y },
  { type: "github_token", prefix: "github_pat_", form: /github_pat_[A-Za-z0-9_]{22,255}/y },
  { type: "anthropic_key", prefix: "sk-ant-", form: /sk-ant-[A-Za-z0-9_-]{20,200}/y },
  { type: "openai_key", prefix: "sk-", form: /sk-[A-Za-z0-9_-]{20,220}/y, looksRandom: true },
  { type: "google_key", prefix: "AIza", form: /AIza[0-9A-Za-z_-]{35}/y },
  { type: "google_key", prefix: "GOCSPX-", form: /GOCSPX-[0-9A-Za-z_-]{28}/y },
  { type: "google_key", prefix: "ya29.", form: /ya29\.[0-9A-Za-z_-]{20,500}/y },
  { type: "slack_token", prefix: "xox", form: /xox[abeoprs]-[A-Za-z0-9-]{10,250}/y },
  { type: "slack_token", prefix: "xapp-", form: /xapp-[A-Za-z0-9-]{20,250}/y },
  { type: "stripe_key", prefix: "sk_", form: /sk_(?:live|test)_[A-Za-z0-9]{16,250}/y },
  { type: "stripe_key", prefix: "rk_", form: /rk_(?:live|test)_[A-Za-z0-9]{16,250}/y },
  { type: "stripe_key", prefix: "whsec_", form: /whsec_[A-Za-z0-9]{24,100}/y },
  { type: "triops_key", prefix: "tri_", form: /tri_[0-9A-Za-z]{8}_[0-9A-Za-z]{16,80}/y },
  {
    type: "jwt",
    prefix: "eyJ",
    form: /eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,8192}(?:\.[A-Za-z0-9_-]{0,2048})?/y,
  },
];
/** By the code of the first character, and beside it the second of each: most words are told by these two. */
const byFirst: (readonly { second: number; form: Form }[] | undefined)[] = new Array(128);
for (const form of forms) {
  const first = form.prefix.charCodeAt(0);
  byFirst[first] = [...(byFirst[first] ?? []), { second: form.prefix.charCodeAt(1), form }];
}

/** AWS's secret half has no prefix: forty characters where somebody says that they are it. */
const awsSecret = /[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/y;
const awsWords = /(?:aws|amazon|secret).{0,24}(?:key|secret).{0,8}$/;

/** @param at the first character of a word */
export function secretAt(
  text: string,
  at: number,
  wanted: ReadonlySet<PiiType>,
): { type: PiiType; end: number } | null {
  const candidates = byFirst[text.charCodeAt(at)];
  if (!candidates) return null;
  const code = text.charCodeAt(at + 1);
  for (const { second, form } of candidates)
    if (code === second && wanted.has(form.type) && text.startsWith(form.prefix, at)) {
      const end = endOfSecret(form, text, at);
      if (end > 0) return { type: form.type, end };
    }
  return null;
}

function endOfSecret({ type, prefix, form, looksRandom }: Form, text: string, at: number): number {
  // The longest form: what has not begun it is not read again at every hyphen in it.
  if (type === "jwt" && at > 0 && "-_.".includes(text[at - 1] ?? "x")) return -1;
  form.lastIndex = at;
  if (!form.test(text)) return -1;
  const end = form.lastIndex;
  return isWord(text, end) || (looksRandom && !isRandom(text.slice(at + prefix.length, end))) ? -1 : end;
}

/** @param at the first character of a word that is as long as this secret or longer */
export function awsSecretAt(text: string, at: number): number {
  awsSecret.lastIndex = at;
  if (!awsSecret.test(text) || !isRandom(text.slice(at, at + 40))) return -1;
  return awsWords.test(contextBefore(text, at)) ? at + 40 : -1;
}

/** Names in programs have hyphens too, but not digits, capitals and small letters all together. */
const isRandom = (text: string): boolean => /\d/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text);

/** A key block is at most this long: RSA with 8,192 bits has some 6,500 characters. */
export const keyBlockCharsMax = 12_000;
const keyBegins = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
const keyEnds = /-----END [A-Z0-9 ]{0,40}-----/;

/** The end of the block that begins here; all that may belong to it when its end is missing; -1 when there is none. */
export function privateKeyAt(text: string, at: number): number {
  keyBegins.lastIndex = at;
  if (!keyBegins.test(text)) return -1;
  const rest = text.slice(keyBegins.lastIndex, keyBegins.lastIndex + keyBlockCharsMax);
  const end = keyEnds.exec(rest);
  return keyBegins.lastIndex + (end ? end.index + end[0].length : rest.length);
}

/** Whether a key block has begun, or may be about to begin, and has not ended. @returns where, or -1 */
export function openKeyBlock(text: string): number {
  const at = text.lastIndexOf("-----BEGIN ");
  if (at < 0) return -1;
  const rest = text.slice(at, at + 64);
  if (!rest.includes("PRIVATE KEY"))
    return text.length - at < 64 && /^-----BEGIN [A-Z0-9 ]*$/.test(rest) ? at : -1;
  // Longer than a block can be: it ended by itself.
  if (text.length - at > keyBlockCharsMax + 64) return -1;
  return keyEnds.test(text.slice(at)) ? -1 : at;
}
