import type { Watch } from "@triops/analysis/patterns/watch";
import { contextChars } from "@triops/analysis/pii/characters";
import { heldFrom } from "@triops/analysis/pii/hold";
import { blockedBy, checkSize, type Findings, findAll, replaceFound, type Side } from "./checks.ts";

/** How much text has come on one side of a call, over all its windows. */
export type Amount = { chars: number };

/**
 * A text that comes in pieces: gives out what can no longer become part of a match, checked. What may become part of one
 * is held back, however long that is: the same is found as in the whole text.
 */
export class TextWindow {
  readonly #side: Side;
  readonly #findings: Findings;
  readonly #amount: Amount;
  readonly #stops: boolean;
  /** The end of what was given out, as it came: what stands before a value tells what it is. */
  #context = "";
  #pending = "";
  /** How much was given out. */
  #given = 0;
  /** One for each pattern, once the text comes in pieces. */
  #watches: readonly Watch[] | null = null;

  /** @param stops whether a find that blocks is thrown at once; without, it is among the findings */
  constructor(side: Side, findings: Findings, amount: Amount, { stops }: { stops: boolean }) {
    this.#side = side;
    this.#findings = findings;
    this.#amount = amount;
    this.#stops = stops;
  }

  /** A text that nothing follows. @throws CallFault */
  whole(text: string): string {
    this.#take(text);
    return this.flush();
  }

  /** @throws CallFault when it is blocked */
  push(piece: string): string {
    this.#take(piece);
    this.#watches ??= this.#side.patterns.map((pattern) => pattern.watch());
    let free = this.#pending.length;
    for (const watch of this.#watches) {
      watch.push(piece);
      free = Math.min(free, watch.heldFrom() - this.#given);
    }
    // Before the text is put together: it may be long, and the pieces many.
    if (free <= 0) return "";
    const from = this.#context.length;
    const text = this.#context + this.#pending;
    const until = Math.min(from + free, this.#side.findsPii ? heldFrom(text) : text.length);
    return until > from ? this.#release(text, until) : "";
  }

  /** All that was held back: nothing follows. @throws CallFault */
  flush(): string {
    const text = this.#context + this.#pending;
    for (const watch of this.#watches ?? []) watch.forget();
    return this.#pending === "" ? "" : this.#release(text, text.length);
  }

  #release(text: string, until: number): string {
    const from = this.#context.length;
    const found = findAll(this.#side, text, from).filter(({ end }) => end > from);
    // What lies across the border waits whole.
    let border = until;
    for (let moved = true; moved; ) {
      moved = false;
      for (const { start, end } of found)
        if (start < border && end > border && start >= from) {
          border = start;
          moved = true;
        }
    }
    if (border <= from) return "";
    const parts = found
      .filter(({ end }) => end <= border)
      .map((part) => ({ ...part, start: Math.max(part.start, from) - from, end: part.end - from }));
    for (const { guardrail, kind } of parts) this.#findings.add(guardrail, this.#side.at, kind);
    this.#stopIfBlocked();
    const out = replaceFound(text.slice(from, border), parts, this.#findings);
    this.#context = text.slice(Math.max(0, border - contextChars), border);
    this.#pending = text.slice(border);
    this.#given += border - from;
    return out;
  }

  #take(piece: string): void {
    const before = this.#amount.chars;
    this.#amount.chars += piece.length;
    this.#pending += piece;
    checkSize(this.#side, before, this.#amount.chars, this.#findings);
    this.#stopIfBlocked();
  }

  #stopIfBlocked(): void {
    const blocking = this.#stops ? this.#findings.blocking() : null;
    if (blocking) throw blockedBy(blocking);
  }
}
