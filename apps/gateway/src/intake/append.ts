import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { type IntakeKind, intakeBytes, intakeLimits, intakeStream } from "@triops/domains/intake/schemas";
import { newId } from "@triops/kernel/ids";
import type { Redis } from "@triops/kernel/redis";
import { IngestFault } from "../ingest/fault.ts";

/**
 * All entries or none, never beyond the bounds; one turn to Redis. The byte count begins anew with an empty stream,
 * so that nothing that went wrong once is carried along.
 */
const script = `
local held = redis.call('XLEN', KEYS[1])
local bytes = 0
if held > 0 then bytes = tonumber(redis.call('GET', KEYS[2]) or '0') end
local adding = 0
local entries = (#ARGV - 2) / 6
for i = 8, #ARGV, 6 do adding = adding + #ARGV[i] end
if held > 0 and (held + entries > tonumber(ARGV[1]) or bytes + adding > tonumber(ARGV[2])) then return 0 end
for i = 3, #ARGV, 6 do
  redis.call('XADD', KEYS[1], '*', 'id', ARGV[i], 'workspaceId', ARGV[i + 1], 'source', ARGV[i + 2],
    'at', ARGV[i + 3], 'items', ARGV[i + 4], 'body', ARGV[i + 5])
end
redis.call('SET', KEYS[2], bytes + adding)
return 1
`;

export type IntakeBody = { items: number; body: unknown };

/**
 * Puts what was validated into the queue of its kind. When this returns Redis has it: the answer may be 2xx.
 * @param bodies parts of one request, each of at most `intakeLimits.itemsPerEntryMax` items
 * @throws IngestFault 503 when the queue is full or Redis is away
 */
export async function append(
  redis: Redis,
  kind: IntakeKind,
  key: PublishedKey,
  bodies: readonly IntakeBody[],
  now: Date,
): Promise<void> {
  if (bodies.length === 0) return;
  const { entriesMax, bytesMax } = intakeLimits;
  const at = now.toISOString();
  const fields = bodies.flatMap(({ items, body }) => [
    newId(),
    key.workspaceId,
    key.keyId,
    at,
    String(items),
    JSON.stringify(body),
  ]);
  const taken = await redis
    .eval(script, 2, intakeStream(kind), intakeBytes(kind), String(entriesMax), String(bytesMax), ...fields)
    .catch((cause: unknown) => {
      throw Object.assign(
        new IngestFault(503, "The queue is not reachable; send it again", { retryAfterSeconds: 5 }),
        {
          cause,
        },
      );
    });
  if (taken !== 1)
    throw new IngestFault(503, "Too much is waiting; send it again later", { retryAfterSeconds: 10 });
}

/** Lists longer than one entry may hold, in parts. */
export function partsOf<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [];
  for (let i = 0; i < items.length; i += intakeLimits.itemsPerEntryMax) {
    parts.push(items.slice(i, i + intakeLimits.itemsPerEntryMax));
  }
  return parts;
}
