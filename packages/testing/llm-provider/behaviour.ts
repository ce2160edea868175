/**
 * How an answer is brought, or not. The same words work in the last user message, as `[[demo: latency=200 cut=3]]`, and
 * in the header `x-demo`; gateways pass on the one but rarely the other.
 */
export type Behaviour = {
  /** before the first byte */
  latencyMs: number;
  /** between two pieces of a stream */
  chunkMs: number;
  /** refuse with this status */
  status: number | null;
  retryAfterSeconds: number | null;
  /** refuse the first so many times that this very request comes, with `status` or 503 */
  flaky: number;
  /** never answer */
  hang: boolean;
  /** fall silent after so many pieces, the connection stays open */
  hangAfter: number | null;
  /** drop the connection after so many pieces; without a stream half-way through the body */
  cutAfter: number | null;
  /** state an error as an event after so many pieces */
  failAfter: number | null;
  /** leave out the usage, as some servers do */
  usage: boolean;
  /** answer with a text of so many tokens */
  lengthTokens: number | null;
  /** answer with what is no JSON */
  malformed: boolean;
};

export const steady: Behaviour = {
  latencyMs: 0,
  chunkMs: 0,
  status: null,
  retryAfterSeconds: null,
  flaky: 0,
  hang: false,
  hangAfter: null,
  cutAfter: null,
  failAfter: null,
  usage: true,
  lengthTokens: null,
  malformed: false,
};

const sentinel = /\[\[demo:([^\]]{1,200})\]\]/g;

/** Milliseconds and counts above this are taken as this. */
const numberMax = 600_000;

/** @param words as `latency=200 hang usage=off` */
export function behaviourOf(words: string, from: Behaviour = steady): Behaviour {
  const asked = { ...from };
  for (const word of words.split(/[\s,;]+/).filter(Boolean)) {
    const [name = "", value = ""] = word.split("=");
    const number = Math.min(numberMax, Math.max(0, Math.floor(Number(value)) || 0));
    if (name === "latency") asked.latencyMs = number;
    else if (name === "chunk") asked.chunkMs = number;
    else if (name === "status") asked.status = number >= 400 && number <= 599 ? number : null;
    else if (name === "retry-after") asked.retryAfterSeconds = number;
    else if (name === "rate-limit") {
      asked.status = 429;
      asked.retryAfterSeconds = value === "" ? 1 : number;
    } else if (name === "flaky") asked.flaky = number;
    else if (name === "hang" && value === "") asked.hang = true;
    else if (name === "hang") asked.hangAfter = number;
    else if (name === "cut") asked.cutAfter = number;
    else if (name === "fail") asked.failAfter = number;
    else if (name === "usage") asked.usage = value !== "off";
    else if (name === "length") asked.lengthTokens = number;
    else if (name === "malformed") asked.malformed = true;
  }
  return asked;
}

/** The words of all sentinels in a text, and the text without them. */
export function takeSentinels(text: string): { words: string; text: string } {
  const words = [...text.matchAll(sentinel)].map((match) => match[1] ?? "").join(" ");
  return { words, text: text.replace(sentinel, "").trim() };
}
