import type { KnownKind } from "./rules.ts";

/** A row of the audit log, as far as it matters here. */
export type Audited = {
  verb: string;
  subjectType: string;
  subjectId: string;
  before: unknown;
  after: unknown;
};

type View = Readonly<Record<string, unknown>>;

type Own = {
  kind: KnownKind;
  /** Deeds of another kind. */
  kinds?: Readonly<Record<string, KnownKind>>;
  /** What people call one of them. */
  thing: string;
  /** Verbs that alter nothing anybody would look for on a chart. */
  except?: readonly string[];
  /** Fields that everybody who reads changes may see; all of them unless said. */
  fields?: readonly string[];
  /** Only rows about these: a deed may be audited for more than one thing. */
  subjects?: readonly string[];
  /** Address of the thing's page; it begins with a slash. */
  page?(id: string, view: View): string;
  /** The whole title, where "thing created" says too little. */
  say?(before: View | null, after: View | null): string | null;
  service?(view: View): unknown;
};

/**
 * What Triops itself changes, by the noun of the audited verb. Nouns that are missing here speak for themselves
 * elsewhere: what happens to alerts and incidents is their history, saved views concern one person.
 */
export const ownChanges: Readonly<Record<string, Own>> = {
  monitors: { kind: "config", thing: "Monitor", page: (id) => `/monitors/${id}` },
  silences: { kind: "config", thing: "Silence", page: () => "/alerts/silences" },
  dashboards: { kind: "config", thing: "Dashboard", page: (id) => `/dashboards/${id}` },
  services: {
    kind: "config",
    thing: "Service",
    // Services that appear by themselves are telemetry, not a decision.
    except: ["discover", "find", "record", "observe", "note", "see"],
    page: (id) => `/services/${id}`,
    service: (view) => view.name,
  },
  deployments: {
    kind: "deploy",
    kinds: { update: "config", "roll-back": "rollback", enable: "config", disable: "config" },
    thing: "Deployment",
    page: (id) => `/deployments/${id}`,
  },
  rollouts: {
    kind: "deploy",
    kinds: { "roll-back": "rollback" },
    thing: "Rollout of",
    page: (_, view) => `/deployments/${String(view.deploymentId ?? "")}`,
  },
  targets: {
    kind: "config",
    thing: "Scrape job",
    page: (id) => `/sources/targets?job=${id}`,
  },
  models: {
    kind: "label",
    thing: "Model",
    // What clients log by the dozen with every training.
    except: ["set-tag", "delete-tag", "set-version-tag", "delete-version-tag", "save-card"],
    page: modelPage,
    say: aliasWords,
  },
  promotions: {
    kind: "promotion",
    thing: "Model",
    subjects: ["model"],
    page: modelPage,
    say: aliasWords,
  },
  prompts: {
    kind: "label",
    thing: "Prompt",
    // A version that nobody points at changes nothing for anybody.
    subjects: ["prompt-label", "prompt-gate"],
    page: promptPage,
    say: labelWords,
  },
  "label-requests": {
    kind: "label",
    thing: "Prompt",
    subjects: ["prompt-label"],
    page: promptPage,
    say: labelWords,
  },
  webhooks: {
    kind: "config",
    thing: "Webhook",
    except: ["test", "replay"],
    page: () => "/models?view=webhooks",
  },
  "llm-providers": {
    kind: "config",
    thing: "Provider",
    except: ["test"],
    page: (id) => `/llm/providers/${id}`,
  },
  "llm-routes": {
    kind: "config",
    thing: "Route",
    page: (id) => `/llm/routes/${id}`,
    say: routeWords,
  },
  "virtual-keys": {
    kind: "config",
    kinds: { create: "access", revoke: "access", rotate: "access" },
    thing: "Virtual key",
    // The API key beneath it is the same deed.
    subjects: ["virtual-key", "team", "workspace"],
    page: (id, view) => (view.whenRedisIsAway ? `/llm/keys/${id}` : "/llm?tab=keys"),
    say: limitWords,
  },
  prices: { kind: "config", thing: "Price of", page: () => "/llm?tab=prices" },
  workspaces: { kind: "config", thing: "Workspace", page: () => "/settings/workspace" },
  members: {
    kind: "access",
    thing: "Member",
    // An invitation changes nothing until somebody joins, and its address is for admins only.
    except: ["invite", "withdraw-invitation", "sign-in", "sign-out"],
    fields: ["name", "role"],
    page: () => "/settings/members",
  },
  "api-keys": {
    kind: "access",
    thing: "API key",
    except: ["publish", "note-use"],
    fields: ["name", "scopes", "expiresAt", "revokedAt"],
    page: () => "/settings/api-keys",
  },
};

function modelPage(_id: string, view: View): string {
  return typeof view.model === "string" ? `/models/${encodeURIComponent(view.model)}` : "/models";
}

/** An alias by where it pointed and points; a gate by its name. */
function aliasWords(before: View | null, after: View | null): string | null {
  if (after?.protectedAliases) return `${after.name} changed`;
  if (typeof after?.alias !== "string") return null;
  const place = (version: unknown) => (typeof version === "number" ? `version ${version}` : "nothing");
  return `${after.name} moved from ${place(before?.version)} to ${place(after.version)}`;
}

/** Where a route sends its calls from now on, when that is what changed. */
function routeWords(before: View | null, after: View | null): string | null {
  if (!before || !after || before.targets === after.targets) return null;
  return `Route “${after.name}” now goes to ${after.targets}`;
}

/** A key, a team or the workspace by what binds its calls; a team otherwise by its own name. */
function limitWords(before: View | null, after: View | null): string | null {
  if (before && after && before.limits !== after.limits)
    return `Limits of “${after.name}” are now ${after.limits}`;
  const view = after ?? before ?? {};
  if (view.whenRedisIsAway !== undefined) return null;
  return `Team “${view.name}” ${before ? (after ? "changed" : "deleted") : "created"}`;
}

function promptPage(_id: string, view: View): string {
  return typeof view.prompt === "string" ? `/prompts/${encodeURIComponent(view.prompt)}` : "/prompts";
}

/** A label of a prompt by where it pointed and points; a gate by its name. */
function labelWords(before: View | null, after: View | null): string | null {
  if (after?.protectedLabels) return `${after.name} changed`;
  if (typeof after?.label !== "string") return null;
  const place = (version: unknown) => (typeof version === "number" ? `version ${version}` : "nothing");
  return `${after.name} moved from ${place(before?.version)} to ${place(after.version)}`;
}

const words: Readonly<Record<string, string>> = {
  create: "created",
  update: "changed",
  remove: "deleted",
  delete: "deleted",
  revoke: "revoked",
  rotate: "rotated",
  expire: "ended",
  end: "ended",
  restore: "restored",
  import: "imported",
  duplicate: "copied",
  pause: "paused",
  resume: "resumed",
  join: "joined",
  "change-role": "given another role",
  "create-version": "registered",
  "delete-version": "deleted",
  rename: "renamed",
  "move-stage": "moved to another stage",
  route: "routed",
  "roll-back": "rolled back",
  enable: "switched on",
  disable: "switched off",
  start: "started",
  advance: "advanced",
  complete: "completed",
  cancel: "cancelled",
};

export type OwnChange = {
  kind: KnownKind;
  title: string;
  target: string;
  service: string | null;
  link: string | null;
  before: View | null;
  after: View | null;
};

/** The change that an audited deed was, or null when it is none. */
export function ownChangeOf(event: Audited): OwnChange | null {
  const dot = event.verb.indexOf(".");
  const own = ownChanges[event.verb.slice(0, dot)];
  const deed = event.verb.slice(dot + 1);
  if (!own || own.except?.includes(deed) || deed.startsWith("sign-")) return null;
  if (own.subjects && !own.subjects.includes(event.subjectType)) return null;
  const before = shown(event.before, own.fields);
  const after = shown(event.after, own.fields);
  if (before && after && JSON.stringify(before) === JSON.stringify(after)) return null;
  const view = after ?? before ?? {};
  const name = nameOf(view) ?? event.subjectId.slice(-8);
  const service = own.service?.(view);
  return {
    kind: own.kinds?.[deed] ?? own.kind,
    title: (own.say?.(before, after) ?? `${own.thing} “${name}” ${wordOf(deed, before, after)}`).slice(
      0,
      300,
    ),
    target: name.slice(0, 200),
    service: typeof service === "string" ? service.slice(0, 200) : null,
    link: own.page && after ? own.page(event.subjectId, view) : null,
    before,
    after,
  };
}

/** Nouns whose audit rows are worth reading, as prefixes of verbs. */
export const ownPrefixes: readonly string[] = Object.keys(ownChanges).map((noun) => `${noun}.`);

function wordOf(deed: string, before: View | null, after: View | null): string {
  if (deed === "update" && before && after && before.enabled !== after.enabled) {
    return after.enabled === true ? "resumed" : "paused";
  }
  return words[deed] ?? (!before ? "created" : after ? "changed" : "deleted");
}

function nameOf(view: View): string | null {
  for (const field of ["name", "title", "comment", "slug"]) {
    const value = view[field];
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, 120);
  }
  return null;
}

function shown(value: unknown, fields: readonly string[] | undefined): View | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value).filter(([key]) => key !== "id" && (!fields || fields.includes(key)));
  return Object.fromEntries(entries);
}
