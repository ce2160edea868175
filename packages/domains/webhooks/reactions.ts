import { type EventType, type Subscription, subscribe } from "../events.ts";
import {
  aliasMoved,
  modelCreated,
  modelTagDeleted,
  modelTagSet,
  stageMoved,
  versionCreated,
  versionTagDeleted,
  versionTagSet,
} from "../models/index.ts";
import { promotionDecided, promotionRequested } from "../promotions/index.ts";
import type { Work } from "../work.ts";
import { addDelivery, sendAfterCommit } from "./store.ts";

type Message = { event: string; data: object };

/** An event of the registry as the messages that webhooks may have asked for. */
function tell<Payload>(
  event: EventType<Payload>,
  name: string,
  messagesOf: (payload: Payload) => Message[],
): Subscription {
  return subscribe(event, `webhooks.${name}`, async (work, payload) => {
    for (const message of messagesOf(payload)) await deliverTo(work, message);
  });
}

async function deliverTo(work: Work, { event, data }: Message): Promise<void> {
  const webhooks = await work.db.webhook.findMany({ where: { status: "ACTIVE", events: { has: event } } });
  for (const webhook of webhooks)
    sendAfterCommit(work, await addDelivery(work, { webhook, event, data, kind: "event" }));
}

/** MLflow keeps prompts among the models and tells of them under names of their own. */
const named = (prompt: boolean, model: string, ofPrompt: string) => (prompt ? ofPrompt : model);
const ofVersion = ({ name, version }: { name: string; version: number }) => ({
  name,
  version: String(version),
});
const promptTags = new Set(["mlflow.prompt.is_prompt", "mlflow.prompt.text", "_mlflow_prompt_type"]);
const plainTags = (tags: Record<string, string>) =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !promptTags.has(key)));

export const reactions: readonly Subscription[] = [
  tell(modelCreated, "tell-created", ({ name, description, tags, prompt }) => [
    {
      event: named(prompt, "REGISTERED_MODEL.CREATED", "PROMPT.CREATED"),
      data: { name, tags: plainTags(tags), description },
    },
  ]),
  tell(modelTagSet, "tell-tag-set", ({ name, key, value, prompt }) =>
    prompt ? [{ event: "PROMPT_TAG.SET", data: { name, key, value } }] : [],
  ),
  tell(modelTagDeleted, "tell-tag-deleted", ({ name, key, prompt }) =>
    prompt ? [{ event: "PROMPT_TAG.DELETED", data: { name, key } }] : [],
  ),
  tell(versionCreated, "tell-version-created", ({ source, runId, tags, description, prompt, ...version }) => [
    prompt
      ? {
          event: "PROMPT_VERSION.CREATED",
          data: {
            ...ofVersion(version),
            template: tags["mlflow.prompt.text"] ?? "",
            tags: plainTags(tags),
            description: description || null,
          },
        }
      : {
          event: "MODEL_VERSION.CREATED",
          data: { ...ofVersion(version), source, run_id: runId, tags, description: description || null },
        },
  ]),
  tell(versionTagSet, "tell-version-tag-set", ({ key, value, prompt, ...version }) => [
    {
      event: named(prompt, "MODEL_VERSION_TAG.SET", "PROMPT_VERSION_TAG.SET"),
      data: { ...ofVersion(version), key, value },
    },
  ]),
  tell(versionTagDeleted, "tell-version-tag-deleted", ({ key, prompt, ...version }) => [
    {
      event: named(prompt, "MODEL_VERSION_TAG.DELETED", "PROMPT_VERSION_TAG.DELETED"),
      data: { ...ofVersion(version), key },
    },
  ]),
  tell(stageMoved, "tell-stage-moved", ({ from, to, ...version }) => [
    {
      event: "MODEL_VERSION_STAGE.MOVED",
      data: { ...ofVersion(version), stage: to, previous_stage: from },
    },
  ]),
  tell(aliasMoved, "tell-alias-moved", ({ name, alias, fromVersion, toVersion, promotionId, prompt }) => {
    const version = toVersion === null ? null : String(toVersion);
    const previous_version = fromVersion === null ? null : String(fromVersion);
    const told: Message =
      version === null
        ? {
            event: named(prompt, "MODEL_VERSION_ALIAS.DELETED", "PROMPT_ALIAS.DELETED"),
            data: { name, alias },
          }
        : {
            event: named(prompt, "MODEL_VERSION_ALIAS.CREATED", "PROMPT_ALIAS.CREATED"),
            data: { name, alias, version },
          };
    const moved = {
      event: "MODEL_VERSION_ALIAS.MOVED",
      data: { name, alias, version, previous_version, promotion_id: promotionId },
    };
    return prompt ? [told] : [told, moved];
  }),
  tell(promotionRequested, "tell-promotion-requested", ({ promotionId, name, alias, version, by }) => [
    {
      event: "PROMOTION.REQUESTED",
      data: { promotion_id: promotionId, name, alias, version: versionText(version), requested_by: by },
    },
  ]),
  tell(
    promotionDecided,
    "tell-promotion-decided",
    ({ promotionId, name, alias, version, by, state, note }) => [
      {
        event: "PROMOTION.DECIDED",
        data: {
          promotion_id: promotionId,
          name,
          alias,
          version: versionText(version),
          state,
          decided_by: by,
          note,
        },
      },
    ],
  ),
];

const versionText = (version: number | null) => (version === null ? null : String(version));
