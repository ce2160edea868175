import { describe, expect, it } from "vitest";
import { type AuditFacts, chainHash, genesisHash } from "./append.ts";
import { chainStart, judgeEnd, walkChain } from "./verify.ts";

type Row = AuditFacts & { prevHash: string; hash: string };

function chain(length: number): Row[] {
  const rows: Row[] = [];
  let prevHash = genesisHash;
  for (let seq = 1; seq <= length; seq++) {
    const facts: AuditFacts = {
      seq,
      at: new Date(Date.UTC(2026, 4, 1, 12, 0, seq)),
      actorKind: "member",
      actorId: "m",
      actorName: "Ann",
      verb: "incidents.comment",
      subjectType: "incident",
      subjectId: String(seq),
      before: null,
      after: { comment: `number ${seq}` },
      ip: null,
      userAgent: null,
      requestId: `r${seq}`,
    };
    const hash = chainHash(prevHash, facts);
    rows.push({ ...facts, prevHash, hash });
    prevHash = hash;
  }
  return rows;
}

const at = <T>(rows: T[], index: number): T => {
  const row = rows[index];
  if (row === undefined) throw new Error("no such row");
  return row;
};

describe("the chain of audit rows", () => {
  it("holds when nothing was touched, also when read in parts", () => {
    const rows = chain(7);
    const half = walkChain(chainStart, rows.slice(0, 3));
    expect("kind" in half).toBe(false);
    const end = walkChain(half as typeof chainStart, rows.slice(3));
    expect(end).toEqual({ seq: 7, hash: at(rows, 6).hash });
    expect(judgeEnd(end as typeof chainStart, { seq: 7, hash: at(rows, 6).hash })).toBeNull();
  });

  it("names an edited row", () => {
    const rows = chain(5);
    rows[2] = { ...at(rows, 2), after: { comment: "something else" } };
    expect(walkChain(chainStart, rows)).toMatchObject({ seq: 3, kind: "edited" });
  });

  it("names a row whose hash was recomputed after the edit", () => {
    const rows = chain(5);
    const edited = { ...at(rows, 2), actorName: "Bob" };
    rows[2] = { ...edited, hash: chainHash(edited.prevHash, edited) };
    expect(walkChain(chainStart, rows)).toMatchObject({ kind: expect.stringMatching(/edited|moved/) });
  });

  it("names the first deleted row", () => {
    const rows = chain(5).filter((row) => row.seq !== 3);
    expect(walkChain(chainStart, rows)).toMatchObject({ seq: 3, kind: "missing" });
  });

  it("notices two rows that changed places", () => {
    const rows = chain(5);
    const [second, third] = [at(rows, 1), at(rows, 2)];
    rows[1] = { ...third, seq: 2 };
    rows[2] = { ...second, seq: 3 };
    expect(walkChain(chainStart, rows)).toMatchObject({ seq: 2, kind: "moved" });
  });

  it("notices a cut tail by the head", () => {
    const rows = chain(5);
    const end = walkChain(chainStart, rows.slice(0, 3));
    expect(judgeEnd(end as typeof chainStart, { seq: 5, hash: at(rows, 4).hash })).toMatchObject({
      seq: 4,
      kind: "cut",
    });
  });
});
