import type { RE2JS } from "re2js";

/**
 * Reads a text as it comes and knows from where on it could still become part of a match. It runs a pattern's compiled
 * program beside the text, one step for each character, and keeps for each state where the oldest attempt in it began.
 */
export type Watch = {
  push(piece: string): void;
  /** Counted from the first character that was pushed. All before it has shown whether it is in a match. */
  heldFrom(): number;
  /** What was pushed will not be looked at again, whatever comes. */
  forget(): void;
};

/** An instruction of RE2's program; `matchRune` is of those that read a character. */
type Instruction = { op: number; out: number; arg: number; matchRune(rune: number): boolean };
type Program = { inst: readonly Instruction[]; start: number };
type State = { at: number; start: number };

const op = { alt: 1, altMatch: 2, capture: 3, empty: 4, nop: 7, rune: 8, anyButNewline: 11 } as const;
const empty = { beginLine: 1, endLine: 2, beginText: 4, endText: 8, word: 16, noWord: 32 } as const;
const newline = 10;
const asciiMax = 128;

/** What was worked out of a program, once for all texts. */
type Plan = {
  program: Program;
  /** By instruction: whether a match may still come of it, whatever follows. */
  lives: readonly boolean[];
  /** By ASCII character: whether an attempt may begin with it. */
  begins: readonly boolean[];
};

/** @throws Error when the engine's program has another form than it had when this was written */
export function planOf(pattern: RE2JS): Plan {
  const program = (pattern as unknown as { re2Input?: { prog?: Program } }).re2Input?.prog;
  const [first] = program?.inst ?? [];
  if (!program || typeof program.start !== "number" || typeof first?.matchRune !== "function")
    throw new Error("The pattern's program cannot be read");
  const { inst } = program;
  const beginning = readersFrom(inst, program.start);
  return {
    program,
    lives: inst.map((_, at) => isAlive(inst, at)),
    begins: Array.from({ length: asciiMax }, (_, code) => beginning.some((one) => one.matchRune(code))),
  };
}

/** Each instruction that can be reached without reading a character, as long as `go` wants more. */
function reach(inst: readonly Instruction[], from: number, go: (one: Instruction) => boolean): void {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const one = inst[at];
    if (!one || seen.has(at)) continue;
    seen.add(at);
    if (!go(one)) return;
    if (isSilent(one)) open.push(one.out);
    if (isBranch(one)) open.push(one.arg);
  }
}

function readersFrom(inst: readonly Instruction[], from: number): Instruction[] {
  const readers: Instruction[] = [];
  reach(inst, from, (one) => {
    if (isReader(one)) readers.push(one);
    return true;
  });
  return readers;
}

/** Something is still to be read, or depends on what comes next. */
function isAlive(inst: readonly Instruction[], from: number): boolean {
  let alive = false;
  reach(inst, from, (one) => {
    alive ||= isReader(one) || one.op === op.empty;
    return !alive;
  });
  return alive;
}

const isReader = ({ op: kind }: Instruction): boolean => kind >= op.rune && kind <= op.anyButNewline;
const isBranch = ({ op: kind }: Instruction): boolean => kind === op.alt || kind === op.altMatch;
const isSilent = (one: Instruction): boolean =>
  isBranch(one) || one.op === op.capture || one.op === op.empty || one.op === op.nop;

/** @param charsMax no match is longer: of a long piece only its end has to be read */
export function watch({ program: { inst, start }, lives, begins }: Plan, charsMax: number): Watch {
  /** In the order of their beginnings; at most one for each instruction. */
  let states: State[] = [];
  let before = -1;
  let at = 0;
  /** The first half of a character beyond the basic plane. */
  let half = "";
  const seen = new Int32Array(inst.length);
  const waiting = new Int32Array(inst.length);
  let turn = 0;

  function step(rune: number): void {
    const next: State[] = [];
    turn++;
    const here = conditions(before, rune);
    const open: number[] = [];
    const follow = (from: number, began: number) => {
      open.push(from);
      for (let place = open.pop(); place !== undefined; place = open.pop()) {
        const one = inst[place];
        if (!one || seen[place] === turn) continue;
        seen[place] = turn;
        if (one.op === op.empty && (one.arg & ~here) !== 0) continue;
        if (isSilent(one)) {
          if (isBranch(one)) open.push(one.arg);
          open.push(one.out);
        } else if (isReader(one) && waiting[one.out] !== turn) {
          if (!one.matchRune(rune)) continue;
          waiting[one.out] = turn;
          if (lives[one.out]) next.push({ at: one.out, start: began });
        }
      }
    };
    for (const state of states) follow(state.at, state.start);
    follow(start, at);
    states = next;
  }

  return {
    push(piece) {
      const text = half + piece;
      half = "";
      // One more, for what an assertion looks at.
      const passed = Math.max(0, text.length - charsMax - 2);
      if (passed > 0) {
        states = [];
        at += passed;
        before = text.charCodeAt(passed - 1);
      }
      for (let index = passed; index < text.length; ) {
        const rune = text.codePointAt(index) ?? 0;
        const length = rune > 0xffff ? 2 : 1;
        if (index === text.length - 1 && rune >= 0xd800 && rune < 0xdc00) {
          half = text.slice(index);
          break;
        }
        if (states.length > 0 || rune >= asciiMax || begins[rune]) step(rune);
        before = rune;
        at += length;
        index += length;
      }
    },
    heldFrom: () => states[0]?.start ?? at,
    forget() {
      states = [];
      at += half.length;
      half = "";
    },
  };
}

/** What holds between two characters; -1 before the first one. The end of the text is never here. */
function conditions(before: number, after: number): number {
  let held = 0;
  if (before < 0) held |= empty.beginText | empty.beginLine;
  if (before === newline) held |= empty.beginLine;
  if (after === newline) held |= empty.endLine;
  return held | (isWordRune(before) === isWordRune(after) ? empty.noWord : empty.word);
}

const isWordRune = (rune: number): boolean =>
  (rune >= 48 && rune <= 57) || (rune >= 65 && rune <= 90) || rune === 95 || (rune >= 97 && rune <= 122);
