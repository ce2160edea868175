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
