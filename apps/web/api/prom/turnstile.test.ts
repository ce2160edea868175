import { describe, expect, it } from "vitest";
import { createTurnstile } from "./turnstile.ts";

const patient = () => ({ signal: new AbortController().signal, timeoutMs: 60_000 });
const forever = () => new Promise<never>(() => {});

describe("the queue of queries", () => {
  it("lets as many in as there are places, and the next one when one leaves", async () => {
    const turnstile = createTurnstile(2);
    const seen: string[] = [];
    let leave = () => {};
    void turnstile(patient(), () => new Promise<void>((resolve) => (leave = resolve)));
    void turnstile(patient(), forever);
    const third = turnstile(patient(), async () => void seen.push("third"));
    const fourth = turnstile(patient(), async () => void seen.push("fourth"));
    await Promise.resolve();
    expect(seen).toEqual([]);
    leave();
    await Promise.all([third, fourth]);
    expect(seen).toEqual(["third", "fourth"]);
  });
  it("gives a place back when a query fails", async () => {
    const turnstile = createTurnstile(1);
    await expect(turnstile(patient(), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(turnstile(patient(), async () => 1)).resolves.toBe(1);
  });
  it("refuses one that waited too long, as a timeout", async () => {
    const turnstile = createTurnstile(1);
    void turnstile(patient(), forever);
    const late = turnstile({ ...patient(), timeoutMs: 5 }, async () => 1);
    await expect(late).rejects.toMatchObject({ errorType: "timeout" });
  });
  it("forgets one whose asker has gone", async () => {
    const turnstile = createTurnstile(1);
    const asker = new AbortController();
    let leave = () => {};
    void turnstile(patient(), () => new Promise<void>((resolve) => (leave = resolve)));
    const gone = turnstile({ ...patient(), signal: asker.signal }, async () => 1);
    asker.abort();
    await expect(gone).rejects.toMatchObject({ errorType: "canceled" });
    const next = turnstile(patient(), async () => 2);
    leave();
    await expect(next).resolves.toBe(2);
  });
});
