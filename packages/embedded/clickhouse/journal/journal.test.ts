import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EngineError } from "../engine-errors.ts";
import type { Inserter } from "./insert-segment.ts";
import { Journal } from "./journal.ts";
import { Views } from "./views.ts";

let folder: string;
const open: Journal[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triops-journal-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((journal) => journal.close()));
  rmSync(folder, { recursive: true, force: true });
});

const target = {
  database: "d",
  sql: "INSERT INTO t (a) FORMAT RowBinary",
  settings: new Map<string, string>(),
};
const rows = (text: string) => ({ pieces: [Buffer.from(text)], bytes: text.length });
const notNow = new EngineError(241, "MEMORY_LIMIT_EXCEEDED", "no memory");

/** An engine that notes what it is given, under which token, and refuses what it is told to. */
function engine(refusal: { whole?: Error; piece?: (text: string) => Error | undefined } = {}) {
  const taken: { rows: string; token: string }[] = [];
  const inserter: Inserter = {
    async whole(_target, slot, token) {
      if (refusal.whole) throw refusal.whole;
      taken.push({ rows: readFileSync(join(folder, `${slot}.rows`), "utf8"), token });
    },
    async piece(_target, bytes, token) {
      const fault = refusal.piece?.(bytes.toString());
      if (fault) throw fault;
      taken.push({ rows: bytes.toString(), token });
    },
  };
  return { taken, inserter, refusal };
}

async function journalOf(inserter: Inserter): Promise<Journal> {
  const journal = await Journal.open({ folder, inserter, views: new Views(async () => []), log: () => {} });
  open.push(journal);
  return journal;
}

const settle = (journal: Journal) => journal.settle("SELECT * FROM t", "d", false);
const written = (ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** A journal with one proven statement and these batches waiting, left as a kill leaves it. */
async function left(...texts: string[]): Promise<void> {
  const journal = await journalOf(engine({ whole: notNow }).inserter);
  await journal.append(target, "first", rows("proof"));
  for (const text of texts) await journal.append(target, text, rows(text));
}

describe("what a killed process left", () => {
  it("goes in under the segment's own token, which stays the same over starts", async () => {
    await left("one.", "two.");
    const tokens = [];
    for (let start = 0; start < 2; start += 1) {
      const { inserter, taken } = engine();
      const copy = readFileSync(written(".index")[0] as string);
      const rowBytes = readFileSync(written(".rows")[0] as string);
      await settle(await journalOf(inserter));
      expect(taken.map((one) => one.rows)).toEqual(["one.two."]);
      tokens.push(taken[0]?.token);
      await open.pop()?.close();
      writeFileSync(written(".index")[0] as string, copy);
      writeFileSync(written(".rows")[0] as string, rowBytes);
    }
    expect(tokens[0]).toBe(tokens[1]);
  });

  it("loses rows that no line speaks of, and a line that was cut: neither was acknowledged", async () => {
    await left("one.", "two.");
    appendFileSync(written(".rows")[0] as string, "half a ba");
    appendFileSync(written(".index")[0] as string, '{"token":"three","byt');
    const { inserter, taken } = engine();
    const journal = await journalOf(inserter);
    await journal.append(target, "three", rows("three."));
    await settle(journal);
    expect(taken.map((one) => one.rows).sort()).toEqual(["one.two.", "three."]);
  });

  it("keeps the batches around one that the disk lost, and puts that one aside", async () => {
    await left("one.", "two.", "six.");
    const file = written(".rows")[0] as string;
    const bytes = readFileSync(file);
    bytes[5] = 0;
    writeFileSync(file, bytes);
    truncateSync(file, 10);
    const { inserter, taken } = engine();
    const journal = await journalOf(inserter);
    await settle(journal);
    expect(taken).toEqual([{ rows: "one.", token: "one." }]);
    expect(journal.state()).toMatchObject({ quarantinedBatches: 2, pendingBytes: 0 });
  });

  it("knows the tokens of what waits and of what was inserted", async () => {
    await left("one.");
    const { inserter, taken } = engine();
    const journal = await journalOf(inserter);
    await journal.append(target, "one.", rows("one."));
    await journal.append(target, "first", rows("proof"));
    await settle(journal);
    await journal.append(target, "one.", rows("one."));
    await settle(journal);
    expect(taken.map((one) => one.rows)).toEqual(["one."]);
  });

  it("is given up at the twentieth start when none survived it", async () => {
    await left("poison");
    for (let start = 1; start < 20; start += 1) await journalOf(engine({ whole: notNow }).inserter);
    const { inserter, taken } = engine();
    const journal = await journalOf(inserter);
    await settle(journal);
    expect(taken).toEqual([]);
    expect(journal.state().quarantinedBatches).toBe(1);
  });
});

describe("an engine that refuses", () => {
  it("for now: nothing is lost, a question hears of it, and later all goes in at once", async () => {
    const { inserter, taken, refusal } = engine({ whole: notNow });
    const journal = await journalOf(inserter);
    await journal.append(target, "first", rows("proof"));
    await journal.append(target, "one", rows("one."));
    await expect(settle(journal)).rejects.toThrow("no memory");
    expect(journal.state()).toMatchObject({ fault: "no memory", pendingBatches: 1 });
    await journal.append(target, "two", rows("two."));
    delete refusal.whole;
    await settle(journal);
    expect(taken.slice(1).map((one) => one.rows)).toEqual(["one.", "two."]);
    expect(journal.state()).toMatchObject({ fault: null, pendingBatches: 0, pendingBytes: 0, lagMs: 0 });
  });

  it("for good: pieces under their own tokens, also after a kill in between", async () => {
    const never = new EngineError(27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED", "cannot parse");
    const first = engine({ whole: never, piece: (text) => (text === "two." ? notNow : undefined) });
    const journal = await journalOf(first.inserter);
    await journal.append(target, "first", rows("proof"));
    for (const text of ["one.", "two.", "bad!"]) await journal.append(target, text, rows(text));
    await expect(settle(journal)).rejects.toThrow("no memory");
    // The next process would find the whole acceptable: it must not try, or "one." would be there twice.
    const second = engine({ piece: (text) => (text === "bad!" ? never : undefined) });
    const next = await journalOf(second.inserter);
    await settle(next);
    expect(second.taken.map((one) => one.token)).toEqual(["one.", "two."]);
    expect(next.state()).toMatchObject({ quarantinedBatches: 1, quarantinedBytes: 4, pendingBatches: 0 });
    expect(readFileSync(join(folder, "quarantine", "bad_.rows"), "utf8")).toBe("bad!");
  });

  it("for long: what is more than the journal holds is answered with code 202", async () => {
    const journal = await journalOf(engine({ whole: notNow }).inserter);
    await journal.append(target, "first", rows("proof"));
    const large = { pieces: [Buffer.alloc(16 * 1024 * 1024)], bytes: 16 * 1024 * 1024 };
    let taken = 0;
    const fill = async () => {
      for (; taken < 20; taken += 1) await journal.append(target, `large ${taken}`, large);
    };
    await expect(fill()).rejects.toMatchObject({
      code: 202,
      message: expect.stringContaining("journal is full"),
    });
    expect(taken).toBe(16);
    expect(journal.state().refusedFull).toBe(1);
  });
});
