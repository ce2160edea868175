import { create as createProvider } from "@triops/domains/llm-providers/create";
import { create as createRoute } from "@triops/domains/llm-routes/create";
import { create as createPrice } from "@triops/domains/prices/write";
import { createBranch } from "@triops/domains/prompts/branches";
import { create as createPrompt, createVersion } from "@triops/domains/prompts/create";
import { setGate } from "@triops/domains/prompts/gate";
import { setLabel } from "@triops/domains/prompts/labels";
import { create as createKey } from "@triops/domains/virtual-keys/create";
import { createTeam } from "@triops/domains/virtual-keys/teams";
import type { Days } from "../span-of-days.ts";
import { jonas, priya, type World } from "../world.ts";

/** A model of our own invention, so that no real one is told to have answered. USD for a million tokens. */
export const model = { name: "acme-large", provider: "demonstration", inputUsd: 2.5, outputUsd: 10 };

/** Story 3: version 3 of the answer prompt costs twice as much; it is in production from day 22 to day 24. */
export const versionTimes = (days: Days) => ({
  second: days.at(9, 10, 0),
  costly: days.at(22, 9, 30),
  rolledBack: days.at(24, 15, 10),
});

export function versionAt(days: Days, atMs: number): 1 | 2 | 3 {
  const { second, costly, rolledBack } = versionTimes(days);
  if (atMs < second) return 1;
  return atMs >= costly && atMs < rolledBack ? 3 : 2;
}

export type Keyed = { keyId: string; virtualKey: string; team: string };
export type Assistant = { promptId: string; summaryId: string; care: Keyed; orders: Keyed };

export const instructions = {
  1: "You answer customers of Acme, a furniture shop.",
  2: "You answer customers of Acme, a furniture shop. Be brief and friendly. Name the number of the order that you speak of. If you are not sure, say so and offer to ask a colleague.",
  3: "You answer customers of Acme, a furniture shop. Be brief and friendly. Name the number of the order that you speak of. If you are not sure, say so and offer to ask a colleague.\n\nBefore you answer, repeat the question, list every rule of the shop that may apply with its wording, weigh them, and explain step by step how you come to your answer. Then answer, and end with a summary of what was said.\n\n{{rules}}",
} as const;

const template = (version: 1 | 2 | 3) => [
  { role: "system", content: instructions[version] },
  { type: "placeholder" as const, name: "history" },
  { role: "user", content: "{{question}}" },
];

/** Provider, routes, prices, teams with their keys and limits, and the prompts with their history. */
export async function seedPrompts(world: World): Promise<Assistant> {
  const { days } = world;
  const first = days.at(1, 7);
  await seedRoutes(world, first);
  const keyed = await seedKeys(world, first);
  const { second, costly, rolledBack } = versionTimes(days);
  // Since the costly version a second person has to agree before production moves.
  await setGate.call(world.as(first), { protectedLabels: [] });
  const config = { model: "assistant", temperature: 0.3 };
  const answer = await createPrompt.call(world.as(first, priya), {
    ...{ name: "support/answer", tags: ["support"], template: template(1), config, labels: ["production"] },
    description: "Answers what customers write",
    message: "First words",
  });
  const id = answer.id;
  const summary = await createPrompt.call(world.as(first, jonas), {
    ...{ name: "orders/summary", tags: ["orders"], labels: ["production"] },
    template: "Sum up this order for the people who pack it, in one sentence: {{order}}",
    description: "One sentence for whoever packs an order",
    config: { model: "summary", temperature: 0 },
    message: "One sentence",
  });
  const commit = (atMs: number, version: 2 | 3, message: string) =>
    createVersion.call(world.as(atMs, priya), { promptId: id, template: template(version), config, message });
  const label = (atMs: number, name: string, version: number) =>
    setLabel.call(world.as(atMs, priya), { id, label: name, version });
  await commit(days.at(8, 16), 2, "Brief, names the order, admits doubt");
  await label(days.at(8, 16, 5), "staging", 2);
  await label(second, "production", 2);
  await commit(days.at(21, 15), 3, "Weighs the rules of the shop step by step");
  await label(days.at(21, 15, 5), "staging", 3);
  await label(costly, "production", 3);
  await label(rolledBack, "production", 2);
  await setGate.call(world.as(days.at(24, 16)), { protectedLabels: ["production"] });
  await createBranch.call(world.as(days.at(25, 11), jonas), { id, name: "shorter-rules", version: 3 });
  await createVersion.call(world.as(days.at(25, 11, 40), jonas), {
    ...{ promptId: id, branch: "shorter-rules", config, message: "Only the rules, without the weighing" },
    template: [
      { role: "system", content: `${instructions[2]}\n\nRules of the shop:\n{{rules}}` },
      { type: "placeholder", name: "history" },
      { role: "user", content: "{{question}}" },
    ],
  });
  return { promptId: id, summaryId: summary.id, ...keyed };
}

async function seedRoutes(world: World, atMs: number): Promise<void> {
  const caller = world.as(atMs);
  // It is called only when somebody runs the demonstration provider and the operator allows its address.
  const allowed = { ...caller.runtime, providers: { allowedCidrs: ["127.0.0.0/8"] } };
  const provider = await createProvider.call(
    { ...caller, runtime: allowed },
    {
      ...{ name: "Demonstration provider", kind: "demonstration", baseUrl: "http://127.0.0.1:4700/v1" },
      ...{ test: "skip", priceProvider: model.provider },
    },
  );
  const target = (of: string, tier: number) => ({ providerId: provider.id, model: of, tier });
  await createRoute.call(caller, {
    ...{ name: "assistant", description: "Answers to customers", operations: ["chat"] },
    targets: [target(model.name, 0), target("acme-small", 1)],
  });
  await createRoute.call(caller, {
    ...{ name: "summary", description: "Short texts about orders", operations: ["chat"] },
    targets: [target(model.name, 0)],
  });
  await createPrice.call(caller, {
    ...{ provider: model.provider, model: model.name, inherits: false },
    from: new Date(atMs - 86_400_000).toISOString(),
    rates: { input: String(model.inputUsd), output: String(model.outputUsd) },
    note: "Made up, as the model is",
  });
}

async function seedKeys(world: World, atMs: number): Promise<Pick<Assistant, "care" | "orders">> {
  const caller = world.as(atMs);
  const keyed = async (team: string, name: string, dayUsd: string, monthUsd: string): Promise<Keyed> => {
    const made = await createTeam.call(caller, {
      name: team,
      limits: { spend: [{ period: "month", limitUsd: monthUsd }] },
    });
    const { id } = await createKey.call(caller, {
      ...{ name, teamId: made.id },
      limits: { requestsPerMinute: 120, spend: [{ period: "day", limitUsd: dayUsd }] },
    });
    const key = await world.runtime.database.apiKey.findFirstOrThrow({ where: { virtualKeyId: id } });
    return { keyId: key.id, virtualKey: id, team: made.id };
  };
  return {
    care: await keyed("Customer care", "Support assistant", "5", "60"),
    orders: await keyed("Payments team", "Order summaries", "1", "10"),
  };
}
