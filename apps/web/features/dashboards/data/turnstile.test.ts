import { expect, it } from "vitest";
import { turnstile } from "./turnstile.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

it("never more at once than allowed, everybody in the end, failures included", async () => {
  const pass = turnstile(3);
  let inside = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      pass(async () => {
        most = Math.max(most, ++inside);
        await settle();
        inside--;
        if (at % 5 === 0) throw new Error("failed");
        return at;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(16);
});

it("who gives up waiting takes no place", async () => {
  const pass = turnstile(1);
  let release = () => {};
  const first = pass(() => new Promise<void>((resolve) => (release = resolve)));
  const stop = new AbortController();
  const second = pass(async () => "second", stop.signal);
  const third = pass(async () => "third");
  stop.abort();
  await expect(second).rejects.toThrow();
  release();
  await first;
  expect(await third).toBe("third");
});
