import { scopeToWorkspace, type Transaction } from "@triops/database/scoped";
import { translateDatabaseError } from "@triops/database/transaction";
import type { Context } from "@triops/kernel/context";
import { invalid } from "@triops/kernel/errors";
import { inSpan } from "@triops/kernel/span";
import type { z } from "zod";
import { authorise, type Permission } from "./permissions.ts";
import type { Caller, Runtime } from "./runtime.ts";
import { inTransaction, type Work } from "./work.ts";

/** What a question may use: the workspace's rows and telemetry, no transaction. */
export type Reading = { context: Context; runtime: Runtime; db: Transaction };

/**
 * One thing that can be done or asked, declared once. REST, OpenAPI, server-side calls and tests are
 * projections of it. `call` authorises, parses, runs, records and answers in the output's shape.
 */
export type Verb<Input = unknown, Output = unknown> = {
  /** `<noun>.<verb>`, as in the audit log. */
  name: string;
  permission: Permission;
  kind: "read" | "write";
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  /** @throws forbidden, invalid, and what the verb itself documents */
  call(caller: Caller, input: z.input<z.ZodType<Input>>): Promise<Output>;
  /** A mutation as part of a larger one: the caller's transaction, the caller's rights. */
  within(work: Work, input: unknown): Promise<Output>;
};

type Declaration<Input extends z.ZodType, Output extends z.ZodType> = {
  name: string;
  permission: Permission;
  input: Input;
  output: Output;
};

/** A mutation. `run` must call `audit` at least once: a change nobody can look up is a bug. */
export function defineVerb<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<Input, Output> & {
    /** What it returns is cut and checked by `output`: a row may be wider than what leaves. */
    run(work: Work, input: z.output<Input>): Promise<unknown>;
  },
): Verb<z.output<Input>, z.output<Output>> {
  const { name, permission, input, output, run } = declaration;
  const runWithin = async (work: Work, raw: unknown) => {
    authorise(work.context.actor, permission);
    const parsed = parseInput(input, raw);
    let audited = false;
    const recording: Work = {
      ...work,
      audit: (entry) => {
        audited = true;
        work.audit(entry);
      },
    };
    const result = await run(recording, parsed);
    if (!audited) throw new Error(`${name} changed something without an audit event`);
    return output.parse(result);
  };
  return {
    name,
    permission,
    kind: "write",
    input,
    output,
    within: runWithin,
    async call(caller, raw) {
      // Before any transaction: a refused or malformed call costs no connection.
      authorise(caller.context.actor, permission);
      parseInput(input, raw);
      return inSpan(name, about(caller.context), () =>
        inTransaction(caller, name, (work) => runWithin(work, raw)),
      );
    },
  } as Verb<z.output<Input>, z.output<Output>>;
}

/** A question: no transaction, no audit. */
export function defineQuery<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<Input, Output> & {
    run(reading: Reading, input: z.output<Input>): Promise<unknown>;
  },
): Verb<z.output<Input>, z.output<Output>> {
  const { name, permission, input, output, run } = declaration;
  const ask = async (reading: Reading, raw: unknown) => {
    authorise(reading.context.actor, permission);
    const parsed = parseInput(input, raw);
    try {
      return output.parse(await run(reading, parsed));
    } catch (error) {
      throw translateDatabaseError(error);
    }
  };
  return {
    name,
    permission,
    kind: "read",
    input,
    output,
    within: ask,
    call: ({ context, runtime }, raw) =>
      inSpan(name, about(context), () =>
        ask({ context, runtime, db: scopeToWorkspace(runtime.database, context.workspaceId) }, raw),
      ),
  } as Verb<z.output<Input>, z.output<Output>>;
}

/** What our own traces tell of a call. */
const about = (context: Context) => ({
  "triops.workspace.id": context.workspaceId,
  "triops.actor.kind": context.actor.kind,
  "triops.request.id": context.requestId,
});

/** @throws invalid naming each field */
function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw ?? {});
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw invalid("Some fields are missing or wrong", fields);
}
