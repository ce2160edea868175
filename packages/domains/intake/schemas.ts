import { z } from "zod";

/** What comes in from outside for records rather than for telemetry; each kind has a queue of its own. */
export const intakeKinds = ["alerts", "changes", "scores"] as const;
export type IntakeKind = (typeof intakeKinds)[number];

// The names begin with the tag of `kernel/redis`, written out because the gateway shares this file.

/** Redis stream: one entry is what one request carried, or a part of it when it carried very much. */
export const intakeStream = (kind: IntakeKind): string => `{triops}:intake:${kind}`;
/** Bytes of the bodies in that stream; believed only while the stream holds something. */
export const intakeBytes = (kind: IntakeKind): string => `{triops}:intake:${kind}:bytes`;

/** Beyond these the gateway answers 503: whoever sends tries again later. */
export const intakeLimits = {
  entriesMax: 20_000,
  bytesMax: 64 * 1024 * 1024,
  /** Items (alerts, changes, scores) of one entry; the gateway splits what is larger. */
  itemsPerEntryMax: 1_000,
} as const;

/** One entry as it stands in the stream. All values are text there. */
export const intakeEntry = z.object({
  /** Made by the gateway: the same entry taken twice has one effect. */
  id: z.uuid(),
  workspaceId: z.uuid(),
  /** Id of the key that sent it. */
  source: z.string(),
  /** When the gateway received it, ISO-8601 UTC. */
  at: z.iso.datetime(),
  items: z.coerce.number().int().min(1),
  /** JSON in the form of the kind's noun, validated by the gateway. */
  body: z.string(),
});
export type IntakeEntry = z.output<typeof intakeEntry>;
