import type { Prisma } from "@triops/database/client";
import { scopeToWorkspace } from "@triops/database/scoped";
import { conflict, invalid } from "@triops/kernel/errors";
import type { z } from "zod";
import { authorise } from "../permissions.ts";
import type { Runtime } from "../runtime.ts";
import { defineVerb, type Verb } from "../verb.ts";
import type { Asked } from "./ask.ts";
import { kindsOfProviders, type ProviderKind } from "./rules.ts";
import { type Provider, provider, testResult, updateInput } from "./schemas.ts";
import {
  auditView,
  openSecrets,
  type Row,
  requireAddress,
  requireProvider,
  revise,
  sealSecrets,
  shownNow,
} from "./store.ts";
import { tested } from "./tested.ts";

type Given = z.output<typeof updateInput>;

/** What has to be said with another address, or what may not be taken away. @throws invalid, conflict */
function checkChange(before: Row, given: Given): void {
  const fault = (path: string, message: string) =>
    invalid("Some fields are missing or wrong", [{ path, message }]);
  if (given.revision !== undefined && given.revision !== before.revision)
    throw conflict(`The provider is at revision ${before.revision} by now; look again`);
  const moved = given.baseUrl !== undefined && given.baseUrl !== before.baseUrl;
  // Else whoever may edit could have the stored key sent to an address of their own.
  if (moved && before.credentialSealed !== null && given.credential === undefined)
    throw fault("credential", "Another address: give the key again");
  if (moved && before.headersSealed !== null && given.headers === undefined)
    throw fault("headers", `Another address: give the headers again (${before.headerNames.join(", ")})`);
  const kind = kindsOfProviders[before.kind as ProviderKind];
  if (given.credential === null && kind.needsCredential)
    throw fault("credential", `${kind.title} needs a key`);
  if (given.apiVersion !== undefined && before.kind !== "azure-openai")
    throw fault("apiVersion", "Only Azure OpenAI has one");
}

/** The provider as it would be. */
function askedOf(runtime: Runtime, before: Row, given: Given): Asked {
  const known = openSecrets(runtime, before);
  return {
    kind: before.kind,
    dialect: before.dialect,
    baseUrl: given.baseUrl ?? before.baseUrl,
    apiVersion: given.apiVersion ?? before.apiVersion,
    credential: given.credential === undefined ? known.credential : given.credential,
    headers: given.headers ?? known.headers,
  };
}

const touches = (given: Given): boolean =>
  [given.baseUrl, given.credential, given.headers, given.apiVersion].some((one) => one !== undefined);

const save = defineVerb({
  name: "llm-providers.update",
  permission: "llm-providers:admin",
  input: updateInput.extend({ tested: testResult.nullable().default(null) }),
  output: provider,
  run: async (work, { tested: lastTest, ...given }) => {
    const { db, context, runtime } = work;
    const before = await requireProvider(db, given.id);
    checkChange(before, given);
    if (given.baseUrl !== undefined) requireAddress(runtime, given.baseUrl);
    if (given.name !== undefined && given.name !== before.name) {
      if (await db.llmProvider.findFirst({ where: { name: given.name }, select: { id: true } }))
        throw conflict(`There is a provider "${given.name}" already`);
    }
    const { id, name, baseUrl, apiVersion, priceProvider, credential, headers } = given;
    const secrets: Parameters<typeof sealSecrets>[3] = {
      ...(credential === undefined ? {} : { credential }),
      ...(headers === undefined ? {} : { headers }),
    };
    const data: Prisma.LlmProviderUpdateManyMutationInput = {
      ...(name === undefined ? {} : { name }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(priceProvider === undefined ? {} : { priceProvider }),
      ...sealSecrets(runtime, context.workspaceId, id, secrets),
      ...(lastTest === null ? {} : { lastTest }),
    };
    const after = await revise(work, before, data);
    work.audit({ subject: { type: "llm-provider", id }, before: auditView(before), after: auditView(after) });
    return shownNow(db, after);
  },
});

/** What is not named stays. What changes how it is asked is tried first. @throws invalid, conflict */
export const update: Verb<Given, Provider> = {
  ...save,
  input: updateInput as unknown as z.ZodType<Given>,
  async call(caller, raw) {
    const { context, runtime } = caller;
    authorise(context.actor, save.permission);
    const parsed = updateInput.safeParse(raw ?? {});
    // Refused with the faults of each field.
    if (!parsed.success) return save.call(caller, raw as never);
    const given = parsed.data;
    const before = await requireProvider(
      scopeToWorkspace(runtime.database, context.workspaceId) as never,
      given.id,
    );
    checkChange(before, given);
    if (given.baseUrl !== undefined) requireAddress(runtime, given.baseUrl);
    const result = touches(given) ? await tested(runtime, askedOf(runtime, before, given), given.test) : null;
    // What was tried is what is saved: nobody else may have moved it meanwhile.
    return save.call(caller, { ...given, revision: given.revision ?? before.revision, tested: result });
  },
  within: (work, raw) => save.within(work, updateInput.parse(raw)),
};
