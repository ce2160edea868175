import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import type { Operation } from "./call.ts";
import { CallFault } from "./fault.ts";

const inWords: Readonly<Record<Operation, string>> = {
  chat: "chat completions",
  messages: "messages",
  responses: "responses",
  embeddings: "embeddings",
};

const takes = ({ operations }: PublishedRoute, operation: Operation): boolean =>
  operations === undefined || operations.includes(operation === "messages" ? "chat" : operation);

/** Whether a key may see a route at all. */
export const isAllowed = (route: PublishedRoute, allowedRoutes: readonly string[] | null): boolean =>
  route.enabled && (allowedRoutes === null || allowedRoutes.includes(route.id));

/**
 * The route that a request's `model` names.
 * @param allowedRoutes of the virtual key; null allows all
 * @throws CallFault in OpenAI's words
 */
export function chooseRoute(
  find: (name: string) => PublishedRoute | null,
  model: unknown,
  operation: Operation,
  allowedRoutes: readonly string[] | null,
): PublishedRoute {
  if (typeof model !== "string" || model === "")
    throw new CallFault(400, "missing_model", "You must provide a model parameter: the name of a route", {
      param: "model",
    });
  const route = find(model);
  // A route that is not yours looks like one that is not there.
  if (!route || !isAllowed(route, allowedRoutes)) {
    const name = model.slice(0, 200);
    throw new CallFault(
      404,
      "model_not_found",
      `The model \`${name}\` does not exist or you do not have access to it.`,
      {
        param: "model",
      },
    );
  }
  if (!takes(route, operation))
    throw new CallFault(
      400,
      "unsupported_endpoint",
      `The route "${route.name}" does not take ${inWords[operation]}; it takes ${(route.operations ?? []).join(", ")}`,
      { param: "model" },
    );
  return route;
}
