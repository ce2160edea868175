import type { prices, World } from "./world.ts";

export type ResponsesTarget = {
  /** What stands behind the route, as it goes into a client's name. */
  to: string;
  route(world: World): string;
  priced: keyof typeof prices;
};

/** OpenAI's responses: of a provider that has them, and translated for those that have not. */
export const responsesTargets: readonly ResponsesTarget[] = [
  { to: "a provider's own responses", route: (world) => world.responsesRoute, priced: "openai" },
  { to: "chat completions", route: (world) => world.openaiRoute, priced: "openai" },
  { to: "Anthropic's form", route: (world) => world.anthropicRoute, priced: "anthropic" },
];
