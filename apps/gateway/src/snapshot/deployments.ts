import {
  deploymentsPart,
  type PublishedDeployment,
  publishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "@triops/domains/deployments/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { type Follower, followPart } from "./follow.ts";

export type Deployments = Follower & {
  find(workspaceId: string, name: string): PublishedDeployment | null;
  size(): number;
};

/**
 * The published deployments, pushed here within moments of a change. What cannot be read was written by another
 * version: the last one that could be read of the same deployment stays.
 * @param take told of all of them, whenever one changed
 */
export function followDeployments(
  redis: Redis,
  redisUrl: string,
  log: Logger,
  take: (all: Iterable<PublishedDeployment>) => void,
): Deployments {
  let byId = new Map<string, PublishedDeployment>();
  let byName = new Map<string, PublishedDeployment>();
  const nameOf = (workspaceId: string, name: string) => `${workspaceId}/${name}`;

  const read = (json: string): PublishedDeployment | null => {
    try {
      return publishedDeployment.parse(JSON.parse(json));
    } catch (error) {
      log.error({ err: error }, "a published deployment cannot be read");
      return null;
    }
  };
  const changed = () => {
    byName = new Map([...byId.values()].map((one) => [nameOf(one.workspaceId, one.name), one]));
    take(byId.values());
  };

  const follower = followPart(
    redis,
    redisUrl,
    {
      name: deploymentsPart,
      title: "deployments",
      hash: publishedDeploymentsHash,
      markedAt: publishedDeploymentsAt,
      replace(entries) {
        const next = new Map<string, PublishedDeployment>();
        for (const [id, json] of Object.entries(entries)) {
          const deployment = read(json) ?? byId.get(id);
          if (deployment) next.set(id, deployment);
        }
        byId = next;
        changed();
      },
      set(id, json) {
        const deployment = json === null ? null : (read(json) ?? byId.get(id));
        if (deployment) byId.set(id, deployment);
        else byId.delete(id);
        changed();
      },
      size: () => byId.size,
    },
    log,
  );
  return {
    ...follower,
    find: (workspaceId, name) => byName.get(nameOf(workspaceId, name)) ?? null,
    size: () => byId.size,
  };
}
