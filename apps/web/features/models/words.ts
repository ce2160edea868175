import type { Model, ModelVersion } from "@triops/domains/models/schemas";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The sentence that the registry opens with. */
export function registryAnswer(models: readonly Model[], more: boolean, waiting: number): string {
  if (models.length === 0) return "No model is registered yet.";
  const served = models.filter((model) => model.aliases.some((alias) => alias.protected)).length;
  const count = `${models.length}${more ? "+" : ""} ${models.length === 1 && !more ? "model" : "models"}`;
  const champions = `${served === models.length ? "all" : served === 0 ? "none" : served} with a protected alias`;
  const asks =
    waiting === 0
      ? "no promotion waits for an approval"
      : `${counted(waiting, "promotion waits", "promotions wait")} for an approval`;
  return `${count}, ${champions}; ${asks}.`;
}

/** The sentence of one model: what its protected aliases point at, and how far the newest version is ahead. */
export function modelAnswer({ aliases, latestVersion }: Model): string {
  if (!latestVersion) return "It has no version yet.";
  const held = aliases.filter((alias) => alias.protected);
  if (held.length === 0)
    return `Its latest version is ${latestVersion.version}; no protected alias points at any.`;
  const words = held.map(({ alias, version }) => `${alias} is version ${version}`).join(", ");
  const newest = Math.max(...held.map(({ version }) => version));
  const ahead = latestVersion.version - newest;
  const rest = ahead <= 0 ? "the latest" : `${counted(ahead, "version", "versions")} behind the latest`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${rest}.`;
}

/** The sentence of one version. */
export function versionAnswer(version: ModelVersion, champion: string | null): string {
  if (version.status === "FAILED_REGISTRATION")
    return `Its registration failed${version.statusMessage ? `: ${version.statusMessage}` : "."}`;
  if (version.status === "PENDING_REGISTRATION") return "Its registration is not finished.";
  if (version.aliases.length > 0) return `It is ${version.aliases.join(" and ")} of ${version.modelName}.`;
  return champion === null
    ? "No alias points at it."
    : `No alias points at it; ${champion} is the one to beat.`;
}

const verbWords: Readonly<Record<string, string>> = {
  create: "registered it",
  "create-version": "registered the version",
  update: "changed it",
  "update-version": "changed its description",
  rename: "renamed the model",
  tag: "set a tag",
  untag: "took a tag away",
  "tag-version": "set a tag",
  "untag-version": "took a tag away",
  "set-alias": "moved an alias",
  "move-alias": "moved an alias",
  "drop-alias": "took an alias away",
  "delete-alias": "took an alias away",
  "set-stage": "changed its stage",
  "transition-stage": "changed its stage",
  "save-card": "wrote the card",
};

/** "models.move-alias" as what the actor did. Unknown verbs stay readable. */
export function verbText(verb: string): string {
  const name = verb.slice(verb.indexOf(".") + 1);
  return verbWords[name] ?? name.replaceAll("-", " ").replaceAll("_", " ");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value)) ?? "";
const shownCharsMax = 80;
const brief = (value: unknown): string => {
  const text = value === null || value === undefined || value === "" ? "nothing" : shown(value);
  return text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
};

/** What differs between the two sides of an audit entry, each as one line. */
export function differences(before: unknown, after: unknown): string[] {
  const [a, b] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys
    .filter((key) => key !== "updatedAt" && JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => (key in a ? `${key}: ${brief(a[key])} → ${brief(b[key])}` : `${key}: ${brief(b[key])}`));
}
