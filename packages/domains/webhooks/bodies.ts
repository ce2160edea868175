/** The message as MLflow sends it: names in small letters, an ISO time, the facts under `data`. */
export function bodyOf(event: string, now: Date, data: object): string {
  const [entity = "", action = ""] = event.toLowerCase().split(".");
  return JSON.stringify({ entity, action, timestamp: now.toISOString(), data });
}

const key = "example_key";
const value = "example_value";
const ofVersion = { name: "example_model", version: "1" };
const ofAlias = { ...ofVersion, alias: "example_alias" };

const examples: Readonly<Record<string, object>> = {
  "REGISTERED_MODEL.CREATED": {
    name: "example_model",
    tags: { [key]: value },
    description: "An example registered model",
  },
  "MODEL_VERSION.CREATED": {
    ...ofVersion,
    source: "models:/123",
    run_id: "abcd1234abcd5678",
    tags: { [key]: value },
    description: "An example model version",
  },
  "MODEL_VERSION_TAG.SET": { ...ofVersion, key, value },
  "MODEL_VERSION_TAG.DELETED": { ...ofVersion, key },
  "MODEL_VERSION_ALIAS.CREATED": ofAlias,
  "MODEL_VERSION_ALIAS.DELETED": { name: "example_model", alias: "example_alias" },
  "MODEL_VERSION_ALIAS.MOVED": { ...ofAlias, previous_version: null, promotion_id: null },
  "MODEL_VERSION_STAGE.MOVED": { ...ofVersion, stage: "Production", previous_stage: "Staging" },
  "PROMOTION.REQUESTED": { ...ofAlias, promotion_id: "example", requested_by: "Ann" },
  "PROMOTION.DECIDED": { ...ofAlias, promotion_id: "example", state: "approved", decided_by: "Bob" },
};

/** What a test sends for an event. */
export const exampleOf = (event: string): object => examples[event] ?? { name: "example" };
