import type { z } from "zod";
import type { Work } from "../work.ts";
import type { IntakeKind } from "./schemas.ts";

export type Taken<Body> = {
  id: string;
  /** Id of the key that sent it. */
  source: string;
  receivedAt: Date;
  body: Body;
};

/** What a noun does with what came in for it. */
export type IntakeHandler = {
  kind: IntakeKind;
  /** `<noun>.<verb>`, as in the audit log. */
  name: string;
  body: z.ZodType<unknown>;
  /** In the order of arrival, all of one workspace, in one transaction. Acts as Triops itself. */
  run(work: Work, taken: readonly Taken<never>[]): Promise<void>;
};

/**
 * Declares who takes in a kind. `run` is called once per entry that committed: a repeated delivery finds the
 * receipt of the first. It may be called again with fewer entries when one among them could not be taken.
 */
export function defineIntake<Body>(
  kind: IntakeKind,
  name: string,
  body: z.ZodType<Body>,
  run: (work: Work, taken: readonly Taken<Body>[]) => Promise<void>,
): IntakeHandler {
  return { kind, name, body, run: run as IntakeHandler["run"] };
}
