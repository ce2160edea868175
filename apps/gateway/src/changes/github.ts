import { timeFault } from "@triops/domains/changes/rules";
import { type TakenReport, takenReport } from "@triops/domains/changes/schemas";
import { invalid } from "@triops/kernel/errors";
import { z } from "zod";

/** What GitHub sends, as far as it is used: docs.github.com/webhooks/webhook-events-and-payloads. */
const text = z.string().max(10_000);
const sha = z.string().regex(/^[0-9a-f]{7,64}$/);
const person = z.object({ login: text }).nullish();
const payload = z.object({
  action: text.optional(),
  repository: z.object({ name: text, full_name: text, html_url: text, default_branch: text.optional() }),
  sender: person,
});
const deployment = z.object({
  id: z.number(),
  ref: text,
  sha,
  environment: text,
  created_at: text,
  description: text.nullish(),
  creator: person,
});
const deploymentStatus = z.object({
  id: z.number(),
  state: text,
  created_at: text,
  target_url: text.nullish(),
  log_url: text.nullish(),
  creator: person,
});
const push = payload.extend({
  ref: text,
  before: sha,
  after: sha,
  deleted: z.boolean().optional(),
  compare: text.nullish(),
  commits: z.array(z.unknown()).max(5_000).default([]),
  head_commit: z.object({ message: z.string() }).nullish(),
});
const release = z.object({
  id: z.number(),
  tag_name: text,
  name: text.nullish(),
  html_url: text,
  published_at: text.nullish(),
  author: person,
});
const workflowRun = z.object({
  id: z.number(),
  name: text.nullish(),
  run_number: z.number(),
  run_attempt: z.number().optional(),
  head_branch: text.nullish(),
  head_sha: sha,
  conclusion: text.nullish(),
  updated_at: text,
  html_url: text,
  actor: person,
});

type Said = Pick<TakenReport, "kind" | "title" | "externalId"> & Partial<TakenReport>;
type Payload = z.output<typeof payload>;

/** What an event means as a change; null when it is none, with the reason. */
const readers: Record<string, (body: unknown, about: Payload, now: Date) => Said | string> = {
  deployment(body, { action, repository, sender }) {
    if (action !== undefined && action !== "created") return `deployment ${action}`;
    const { deployment: it } = parse(z.object({ deployment }), body);
    return {
      kind: "deploy",
      title: `Deploy of ${repository.name} ${shortRef(it.ref)} to ${it.environment} started`,
      target: it.environment,
      at: it.created_at,
      actor: (it.creator ?? sender)?.login,
      link: `${repository.html_url}/deployments`,
      after: { ref: it.ref, sha: it.sha },
      externalId: `deployment:${it.id}`,
    };
  },
  deployment_status(body, { repository, sender }) {
    const { deployment: it, deployment_status: status } = parse(
      z.object({ deployment, deployment_status: deploymentStatus }),
      body,
    );
    if (!["success", "failure", "error"].includes(status.state)) return `deployment_status ${status.state}`;
    const done = status.state === "success";
    const what = `${repository.name} ${shortRef(it.ref)}`;
    return {
      kind: "deploy",
      title: done ? `${what} deployed to ${it.environment}` : `Deploy of ${what} to ${it.environment} failed`,
      target: it.environment,
      at: status.created_at,
      actor: (status.creator ?? it.creator ?? sender)?.login,
      link: status.log_url || status.target_url || `${repository.html_url}/deployments`,
      after: { ref: it.ref, sha: it.sha, state: status.state },
      externalId: `deployment_status:${status.id}`,
    };
  },
  push(body, { repository, sender }, now) {
    const it = parse(push, body);
    if (it.ref !== `refs/heads/${repository.default_branch ?? "main"}`) return `push to ${it.ref}`;
    if (it.deleted) return "push that deletes a branch";
    const subject = it.head_commit?.message.split("\n", 1)[0] ?? "";
    const count = it.commits.length;
    const more = count > 1 ? ` and ${count - 1} more` : "";
    return {
      kind: "code",
      title: `${repository.name}: ${subject.slice(0, 200) || shortRef(it.after)}${more}`,
      target: it.ref.slice("refs/heads/".length),
      at: now.toISOString(),
      actor: sender?.login,
      link: it.compare,
      before: it.before,
      after: it.after,
      externalId: `push:${repository.full_name}:${it.after}`,
    };
  },
  release(body, { action, repository, sender }, now) {
    if (action !== "published") return `release ${action}`;
    const { release: it } = parse(z.object({ release }), body);
    return {
      kind: "release",
      title: `${repository.name} ${it.name || it.tag_name} released`,
      target: it.tag_name,
      at: it.published_at ?? now.toISOString(),
      actor: (it.author ?? sender)?.login,
      link: it.html_url,
      after: it.tag_name,
      externalId: `release:${it.id}`,
    };
  },
  workflow_run(body, { action, repository, sender }) {
    if (action !== "completed") return `workflow_run ${action}`;
    const { workflow_run: it } = parse(z.object({ workflow_run: workflowRun }), body);
    if (it.conclusion !== "success") return `workflow_run that ended in ${it.conclusion}`;
    if (it.head_branch !== (repository.default_branch ?? "main")) return `workflow_run on ${it.head_branch}`;
    return {
      kind: "pipeline",
      title: `${repository.name}: ${it.name ?? "workflow"} #${it.run_number} succeeded`,
      target: it.head_branch,
      at: it.updated_at,
      actor: (it.actor ?? sender)?.login,
      link: it.html_url,
      after: it.head_sha,
      externalId: `workflow_run:${it.id}:${it.run_attempt ?? 1}`,
    };
  },
};

/**
 * GitHub's events as changes. `service` is the repository's name unless the address names another.
 * @returns the changes, and why there are none
 * @throws invalid for a payload that is not what its event promises
 */
export function readGithub(
  event: string,
  body: unknown,
  service: string | null,
  now: Date,
): { reports: TakenReport[]; ignored: string | null } {
  if (event === "ping") return { reports: [], ignored: "ping" };
  const reader = readers[event];
  if (!reader || !Object.hasOwn(readers, event)) return { reports: [], ignored: `event ${event}` };
  const about = parse(payload, body);
  const said = reader(body, about, now);
  if (typeof said === "string") return { reports: [], ignored: said };
  const instant = new Date(said.at ?? now);
  const report = takenReport.parse({
    ...said,
    title: said.title.slice(0, 300),
    target: said.target?.slice(0, 200) || null,
    actor: said.actor?.slice(0, 200) || null,
    link: isAddress(said.link) ? said.link : null,
    service: (service ?? about.repository.name).slice(0, 200),
    // A clock that goes wrong over there must not lose the change.
    at: (Number.isNaN(instant.getTime()) || timeFault(instant, now) ? now : instant).toISOString(),
    source: "github",
  });
  return { reports: [report], ignored: null };
}

const shortRef = (ref: string): string => (/^[0-9a-f]{40,}$/.test(ref) ? ref.slice(0, 7) : ref.slice(0, 100));

const isAddress = (link: string | null | undefined): boolean =>
  typeof link === "string" && link.length <= 2_000 && /^https?:\/\//.test(link) && URL.canParse(link);

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw invalid("This is not what GitHub sends for this event", fields.slice(0, 20));
}
