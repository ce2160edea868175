/**
 * The nouns of packages/domains in the order of their layers. A noun imports nouns of its own layer and of
 * earlier ones; to a later layer it speaks through an event. `outbox` delivers those events for everybody, `intake`
 * what the gateway accepted for nouns that live in Postgres.
 */
export const nounLayers = [
  { layer: "delivery", nouns: ["outbox", "intake"] },
  { layer: "who", nouns: ["workspaces", "members", "api-keys", "audit", "jobs", "saved-views"] },
  {
    layer: "things",
    nouns: [
      "services",
      "mlflow-filter",
      "training",
      "models",
      "promotions",
      "webhooks",
      "deployments",
      "rollouts",
      "pipelines",
      "prompts",
      "prompt-runs",
      "label-requests",
      "datasets",
      "llm-providers",
      "llm-routes",
      "virtual-keys",
      "prices",
    ],
  },
  {
    layer: "signals",
    nouns: [
      "sources",
      "targets",
      "metrics",
      "logs",
      "traces",
      "llm-traces",
      "scores",
      "changes",
      "predictions",
      "charges",
      "usage",
      "dashboards",
    ],
  },
  { layer: "judgements", nouns: ["monitors", "slos", "drift", "evaluations", "costs"] },
  {
    layer: "reactions",
    nouns: [
      "silences",
      "alerts",
      "incidents",
      "on-call",
      "runbooks",
      "budgets",
      "retraining",
      "fine-tunes",
      "notifications",
      "reports",
    ],
  },
] as const;

export const allNouns: readonly string[] = nounLayers.flatMap(({ nouns }) => nouns);
