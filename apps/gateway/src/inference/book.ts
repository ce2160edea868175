import type { PublishedDeployment } from "@triops/domains/deployments/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import type { ObjectStore } from "@triops/providers/object-store/object-store";
import { onnxLimits } from "@triops/providers/onnx/limits";
import type { ModelPool, ModelSource } from "@triops/providers/onnx/pool";
import { sourceOf } from "./target-onnx.ts";

/** The deployments in service. */
export type Book = {
  find(workspaceId: string, name: string): PublishedDeployment | null;
  /** The published picture as a whole, on every change of it. */
  take(published: Iterable<PublishedDeployment>): void;
  /** Published and not in service yet, or never: their models cannot be loaded. */
  behind(): { name: string; workspaceId: string; revision: number; fault: string | null }[];
  size(): number;
};

type Page = {
  inService: PublishedDeployment;
  /** Newer; its models are being loaded while `inService` goes on answering. */
  next: PublishedDeployment | null;
  fault: string | null;
};

/**
 * Puts a published deployment into service when its models are loaded and tried out, so that no request meets a model
 * that is not there. One whose champion cannot be loaded never replaces one that answers. What is switched off or
 * only moves weights, as a rollback does, is in service at once.
 */
export function createBook(pool: ModelPool, objects: ObjectStore, log: Logger): Book {
  const pages = new Map<string, Page>();
  let byName = new Map<string, Page>();
  const nameOf = (workspaceId: string, name: string) => `${workspaceId}/${name}`;

  const sources = (deployment: PublishedDeployment, roles: readonly string[]): ModelSource[] =>
    deployment.variants
      .filter(({ role, weight }) => roles.includes(role) && (role === "champion" || weight > 0))
      .flatMap((variant) => sourceOf(objects, deployment, variant) ?? []);
  const everything = ["champion", "canary", "shadow"];

  const index = () => {
    byName = new Map(
      [...pages.values()].map((page) => [nameOf(page.inService.workspaceId, page.inService.name), page]),
    );
    const wanted = [...pages.values()].flatMap(({ inService, next }) => [
      ...sources(inService, everything),
      ...(next ? sources(next, everything) : []),
    ]);
    pool.keep(new Set(wanted.map(({ id }) => id)));
  };

  /** A few are started ahead of their first request; more than fit would only push each other out. */
  const warmAhead = (deployment: PublishedDeployment) => {
    if (!deployment.enabled) return;
    for (const source of sources(deployment, everything)) {
      if (pool.states().length < onnxLimits.processesMax) pool.warm(source).catch(() => {});
    }
  };

  const replace = async (page: Page, next: PublishedDeployment) => {
    page.next = next;
    const [champion, ...others] = sources(next, ["champion", "canary"]).map((source) => pool.warm(source));
    // A canary that cannot be loaded is let in: its failures count, and the champion answers in its place.
    await Promise.allSettled(others);
    const fault = await (champion ?? Promise.resolve()).then(
      () => null,
      (error: Error) => error.message,
    );
    if (page.next !== next) return;
    page.fault = fault;
    const { workspaceId, name, revision } = next;
    if (fault !== null) {
      log.error(
        { workspaceId, name, revision, fault },
        "a deployment's model cannot be loaded; the one before stays",
      );
      return;
    }
    page.inService = next;
    page.next = null;
    index();
    warmAhead(next);
  };

  const isLoaded = (deployment: PublishedDeployment) => {
    const ready = new Set(pool.states().flatMap(({ id, status }) => (status === "ready" ? [id] : [])));
    return sources(deployment, ["champion", "canary"]).every(({ id }) => ready.has(id));
  };

  return {
    find: (workspaceId, name) => byName.get(nameOf(workspaceId, name))?.inService ?? null,
    take(published) {
      const seen = new Set<string>();
      for (const deployment of published) {
        seen.add(deployment.id);
        const page = pages.get(deployment.id);
        const newest = page?.next ?? page?.inService;
        if (newest && newest.revision >= deployment.revision) continue;
        if (!page) {
          pages.set(deployment.id, { inService: deployment, next: null, fault: null });
          warmAhead(deployment);
        } else if (!deployment.enabled || !page.inService.enabled || isLoaded(deployment)) {
          Object.assign(page, { inService: deployment, next: null, fault: null });
          warmAhead(deployment);
        } else void replace(page, deployment);
      }
      for (const id of [...pages.keys()]) if (!seen.has(id)) pages.delete(id);
      index();
    },
    behind: () =>
      [...pages.values()].flatMap(({ next, fault }) =>
        next ? [{ name: next.name, workspaceId: next.workspaceId, revision: next.revision, fault }] : [],
      ),
    size: () => pages.size,
  };
}
