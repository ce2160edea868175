/** Kinds that Triops itself uses and that get a word of their own on screens. Others are welcome as they are. */
export const changeKinds = {
  deploy: "Deploy",
  release: "Release",
  rollback: "Rollback",
  promotion: "Promotion",
  label: "Label",
  config: "Configuration",
  flag: "Flag",
  scale: "Scale",
  access: "Access",
  code: "Code",
  pipeline: "Pipeline",
} as const;
export type KnownKind = keyof typeof changeKinds;

/** Who told us of a change. */
export const changeSources = {
  hand: "Recorded by hand",
  api: "API",
  webhook: "Webhook",
  github: "GitHub",
  triops: "Triops",
} as const;
export type ChangeSource = keyof typeof changeSources;

export const kindLabel = (kind: string): string => (changeKinds as Record<string, string>)[kind] ?? kind;
