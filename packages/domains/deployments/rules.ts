/** A deployment as far as the choice of a variant goes; the published one and the stored one both fit. */
type Weighted = { id: string; role: string; weight: number };

/**
 * The variant that answers a request. Canaries take the lower end of the line from 0 to 100 and the champion the
 * rest, so a sticky key that went to the first canary stays there while its weight grows.
 * @param point in [0, 100): by chance, or from a sticky key by `pointOf`
 */
export function variantAt<Variant extends Weighted>(
  variants: readonly Variant[],
  point: number,
): Variant | null {
  let edge = 0;
  for (const variant of variants) {
    if (variant.role !== "canary") continue;
    edge += variant.weight;
    if (point < edge) return variant;
  }
  return variants.find((variant) => variant.role === "champion") ?? null;
}

/**
 * Where a sticky key stands on the line from 0 to 100: FNV-1a over the deployment's id and the key, with a final
 * mix, so that the same key stands elsewhere in another deployment.
 */
export function pointOf(deploymentId: string, key: string): number {
  let hash = 0x811c9dc5;
  const text = `${deploymentId}|${key}`;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) / 0x1_0000_0000) * 100;
}

type Wanted = {
  role: string;
  weight: number;
  model: string;
  version?: string | undefined;
  alias?: string | undefined;
  serve: { kind: string };
};

/** Why these variants cannot answer requests, or null. One table for forms and for the verb. */
export function variantsFault(variants: readonly Wanted[]): string | null {
  const champions = variants.filter(({ role }) => role === "champion").length;
  if (champions !== 1) return champions === 0 ? "Name a champion" : "Only one variant is the champion";
  const answering = variants.filter(({ role }) => role !== "shadow");
  const sum = answering.reduce((total, { weight }) => total + weight, 0);
  if (Math.abs(sum - 100) > 0.001)
    return `The weights of champion and canaries are ${round(sum)} % together, not 100 %`;
  for (const { role, weight, model, version, alias, serve } of variants) {
    if (role === "shadow" && weight <= 0) return `A shadow of 0 % is asked nothing: ${model}`;
    if (version !== undefined && alias !== undefined)
      return `Choose a version or an alias of ${model}, not both`;
    if (serve.kind === "onnx" && version === undefined && alias === undefined)
      return `Choose a version or an alias of ${model}`;
  }
  return null;
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Champion first, then canaries, then shadows, each by id: what the gateway's choice relies on. */
export function inOrder<Variant extends { id: string; role: string }>(
  variants: readonly Variant[],
): Variant[] {
  const rank = (role: string) => (role === "champion" ? 0 : role === "canary" ? 1 : 2);
  return [...variants].sort(
    (a, b) => rank(a.role) - rank(b.role) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** Variants in few words: `champion fraud 3 (95 %), canary fraud 4 (5 %)`. */
export function describeVariants(
  variants: readonly { id: string; role: string; weight: number; modelName: string; modelVersion: string }[],
): string {
  return inOrder(variants)
    .map(({ role, modelName, modelVersion, weight }) =>
      `${role} ${modelName} ${modelVersion}`.trimEnd().concat(` (${round(weight)} %)`),
    )
    .join(", ");
}

type Facts = { rolloutId: string | null; enabled: boolean };

/** Why a button is disabled, or null when the verb applies. */
export const blockedBecause = {
  route: ({ rolloutId }: Facts) =>
    rolloutId === null ? null : "A rollout moves the weights: roll it back or cancel it first",
  enable: ({ enabled }: Facts) => (enabled ? "Already switched on" : null),
  disable: ({ enabled }: Facts) => (enabled ? null : "Already switched off"),
  remove: ({ enabled, rolloutId }: Facts) =>
    enabled
      ? "Switch it off first: requests to it would fail"
      : rolloutId === null
        ? null
        : "A rollout is under way: cancel it first",
} as const satisfies Record<string, (facts: Facts) => string | null>;

/** Why an outside server cannot have this address, or null. */
export function addressFault(text: string): string | null {
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    return "Credentials belong into the headers, not the address";
  if (url.search !== "" || url.hash !== "") return "The server's root: without a question mark or a fragment";
  return null;
}
