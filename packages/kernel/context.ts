/** Who acts. `system` is Triops itself: jobs, event subscribers, first run. */
export type Actor =
  | { kind: "member"; id: string; name: string; role: Role }
  | { kind: "apiKey"; id: string; name: string; scopes: Scope[] }
  | { kind: "system"; id: string; name: string };

export const roles = ["owner", "admin", "editor", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Scopes of an API key (design: contracts, "Keys"). */
export const scopes = ["ingest", "read", "write", "llm", "inference", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** Where a request came from, as the audit log records it. */
export type Origin = { ip?: string | undefined; userAgent?: string | undefined };

/** Everything a verb may know about its caller. One workspace, always. */
export type Context = {
  workspaceId: string;
  actor: Actor;
  requestId: string;
  origin: Origin;
  now: Date;
};

/** The context of work that Triops does by itself in a workspace. */
export function systemContext(workspaceId: string, name: string, now: Date, requestId: string): Context {
  return { workspaceId, actor: { kind: "system", id: name, name }, requestId, origin: {}, now };
}
