import { randomBytes } from "node:crypto";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { CreateScore, Score } from "./schemas.ts";

const traceId = () => randomBytes(16).toString("hex");

export const makeScore = (caller: Caller, more: Partial<CreateScore> = {}): Promise<Score> =>
  create.call(caller, { traceId: traceId(), name: "helpful", value: 0.9, ...more } as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeScore(caller)).id, ...more });

export const samples: Samples = {
  "scores.create": async () => ({
    traceId: traceId(),
    name: "helpful",
    value: true,
    comment: "Right at once",
  }),
  "scores.get": ofOne(),
  "scores.update": ofOne({ value: 0.2 }),
  "scores.remove": ofOne(),
};
