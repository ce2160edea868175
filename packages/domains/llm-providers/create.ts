import { conflict, invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { z } from "zod";
import { authorise } from "../permissions.ts";
import { publishSome } from "../snapshot-part.ts";
import { defineVerb, type Verb } from "../verb.ts";
import { kindsOfProviders, type ProviderDialect } from "./rules.ts";
import { createInput, type Provider, provider, providersMax, testResult } from "./schemas.ts";
import { providersSnapshot } from "./snapshot.ts";
import { auditView, requireAddress, sealSecrets, shown } from "./store.ts";
import { tested } from "./tested.ts";

type Given = z.output<typeof createInput>;

/** With what the kind fills in. @throws invalid when something is left that has to be said */
function filledIn(given: Given) {
  const kind = kindsOfProviders[given.kind];
  const fault = (path: string, message: string) =>
    invalid("Some fields are missing or wrong", [{ path, message }]);
  const baseUrl = given.baseUrl ?? kind.baseUrl;
  if (baseUrl === null) throw fault("baseUrl", `Where does it listen? For example ${kind.example}`);
  if (kind.needsCredential && given.credential === null)
    throw fault("credential", `${kind.title} needs a key`);
  const dialect: ProviderDialect = given.dialect ?? kind.dialect;
  if (dialect !== kind.dialect && given.kind !== "demonstration")
    throw fault("dialect", "Only a demonstration provider speaks either wire format");
  if (given.apiVersion !== undefined && given.kind !== "azure-openai")
    throw fault("apiVersion", "Only Azure OpenAI has one");
  const { name, credential, headers } = given;
  return {
    ...{ name, kind: given.kind, dialect, baseUrl, credential, headers },
    apiVersion: given.apiVersion ?? null,
    priceProvider: given.priceProvider === undefined ? kind.priceProvider : given.priceProvider,
  };
}

const save = defineVerb({
  name: "llm-providers.create",
  permission: "llm-providers:admin",
  input: createInput.extend({ tested: testResult.nullable().default(null) }),
  output: provider,
  run: async ({ db, context, runtime, audit, afterCommit }, { tested: lastTest, test: _test, ...given }) => {
    const { credential, headers, ...columns } = filledIn({ ...given, test: "skip" });
    requireAddress(runtime, columns.baseUrl);
    if ((await db.llmProvider.count()) >= providersMax)
      throw limitReached(`A workspace has at most ${providersMax} providers`);
    if (await db.llmProvider.findFirst({ where: { name: columns.name }, select: { id: true } }))
      throw conflict(`There is a provider "${columns.name}" already`);
    const { workspaceId, actor } = context;
    const id = newId();
    const row = await db.llmProvider.create({
      data: {
        ...columns,
        ...sealSecrets(runtime, workspaceId, id, { credential, headers }),
        ...(lastTest === null ? {} : { lastTest }),
        id,
        workspaceId,
        createdById: actor.id,
      },
    });
    audit({ subject: { type: "llm-provider", id }, after: auditView(row) });
    afterCommit(() => publishSome(runtime, providersSnapshot, [id]));
    return shown(row, []);
  },
});

/** Asks it first: a key with a slip in it is found here and not by the first caller. @throws invalid, conflict, limitReached */
export const create: Verb<Given, Provider> = {
  ...save,
  input: createInput as unknown as z.ZodType<Given>,
  async call(caller, raw) {
    authorise(caller.context.actor, save.permission);
    const parsed = createInput.safeParse(raw ?? {});
    // Refused with the faults of each field.
    if (!parsed.success) return save.call(caller, raw as never);
    const asked = filledIn(parsed.data);
    requireAddress(caller.runtime, asked.baseUrl);
    const result = await tested(caller.runtime, asked, parsed.data.test);
    return save.call(caller, { ...parsed.data, tested: result });
  },
  within: (work, raw) => save.within(work, createInput.parse(raw)),
};
