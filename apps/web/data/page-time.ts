/** A range that ends now moves this often; between two moves its queries keep their key. */
export const moveMs = 10_000;
export const floorToMove = (ms: number): number => Math.floor(ms / moveMs) * moveMs;
