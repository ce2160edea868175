import { create as createChange } from "@triops/domains/changes/create";
import { jonas, maya, priya, type World } from "../world.ts";
import { deploy } from "./story-deploy.ts";

/** What was altered in thirty days: releases, a flag, an index, and the release of story 1 with its rollback. */
export async function seedChanges(world: World): Promise<void> {
  const { days } = world;
  const release = (day: number, hours: number, service: string, version: string, title: string) =>
    ({
      kind: "deploy",
      service,
      atMs: days.at(day, hours, 12),
      actor: maya,
      title: `${service} ${version}: ${title}`,
    }) as const;
  const changes = [
    release(2, 9, "storefront", "5.1.0", "new product page"),
    release(5, 13, "catalog", "3.8.2", "faster search"),
    release(8, 10, "checkout", "4.2.0", "gift cards"),
    {
      ...{ kind: "config", service: "catalog", target: "db-1", atMs: days.at(10, 11, 40), actor: jonas },
      title: "Backups older than a week are deleted",
    },
    release(13, 9, "payments", "2.13.0", "second card gateway"),
    {
      kind: "flag",
      service: "storefront",
      atMs: days.at(15, 8, 30),
      actor: priya,
      title: "Wish lists for everybody",
    },
    release(18, 9, "catalog", "3.9.0", "filter by colour"),
    {
      ...{ kind: "config", service: "catalog", target: "db-1", atMs: days.at(18, 10, 31), actor: jonas },
      title: "Index on products(slug, colour)",
    },
    release(21, 14, "storefront", "5.2.0", "lighter images"),
    release(25, 10, "payments", deploy.goodRelease, "time-outs of the card gateway"),
    {
      ...{ kind: "deploy", service: deploy.service, atMs: deploy.startedMs(days), actor: maya },
      title: `payments ${deploy.badRelease}: new signing of card requests`,
      before: { version: deploy.goodRelease },
      after: { version: deploy.badRelease },
    },
    {
      ...{ kind: "rollback", service: deploy.service, atMs: deploy.rolledBackMs(days), actor: maya },
      title: `payments back to ${deploy.goodRelease}`,
      before: { version: deploy.badRelease },
      after: { version: deploy.goodRelease },
    },
  ];
  for (const { atMs, actor, ...change } of changes)
    await createChange.call(world.as(atMs, actor), {
      ...change,
      target: "target" in change ? change.target : "production",
      at: new Date(atMs).toISOString(),
    });
}
