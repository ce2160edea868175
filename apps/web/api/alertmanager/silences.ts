import { create } from "@triops/domains/silences/create";
import { expire } from "@triops/domains/silences/expire";
import { compileMatchers } from "@triops/domains/silences/matching";
import { get, list } from "@triops/domains/silences/read";
import type { Silence } from "@triops/domains/silences/schemas";
import { update } from "@triops/domains/silences/update";
import { invalid, isTriopsError, notFound } from "@triops/kernel/errors";
import { canonicalJson } from "@triops/kernel/json";
import { type AlertmanagerCall, type Answer, ok } from "./call.ts";
import { filtersOf } from "./parameters.ts";

/** Alertmanager forgets an expired silence after five days; here it stays, but is no longer in this list. */
const expiredShownMs = 5 * 24 * 3_600_000;
/** Silences one answer holds. */
const silencesMax = 2_000;

const shown = (silence: Silence) => ({
  id: silence.id,
  status: { state: silence.state },
  updatedAt: silence.updatedAt,
  comment: silence.comment,
  createdBy: silence.createdBy,
  endsAt: silence.endsAt,
  matchers: silence.matchers,
  startsAt: silence.startsAt,
});

export async function listSilences({ caller, parameters }: AlertmanagerCall): Promise<Answer> {
  // As Alertmanager: filters are held against the silence's own conditions, each as if it were a label.
  const holds = compileMatchers(filtersOf(parameters));
  const creators = parameters.getAll("creator");
  const since = caller.context.now.getTime() - expiredShownMs;
  const found: Silence[] = [];
  let cursor: string | undefined;
  do {
    const page = await list.call(caller, { limit: 200, ...(cursor ? { cursor } : {}) });
    found.push(
      ...page.data.filter(
        (silence) =>
          Date.parse(silence.endsAt) >= since &&
          holds(Object.fromEntries(silence.matchers.map(({ name, value }) => [name, value]))) &&
          (creators.length === 0 || creators.includes(silence.createdBy)),
      ),
    );
    cursor = page.nextCursor ?? undefined;
  } while (cursor && found.length < silencesMax);
  // Active ones first, those that end soonest before the others.
  const rank = { active: 0, pending: 1, expired: 2 };
  found.sort((a, b) => rank[a.state] - rank[b.state] || a.endsAt.localeCompare(b.endsAt));
  return ok(found.map(shown));
}

export async function oneSilence({ caller, id }: AlertmanagerCall): Promise<Answer> {
  return ok(shown(await byId(get.call(caller, { id }))));
}

export async function expireSilence({ caller, id }: AlertmanagerCall): Promise<Answer> {
  await byId(expire.call(caller, { id }));
  return ok();
}

/** An id that is no id of ours is not found either. */
const byId = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error) => {
    throw isTriopsError(error) && error.code === "invalid" ? notFound("silence") : error;
  });

type Posted = {
  id?: unknown;
  matchers?: unknown;
  startsAt?: unknown;
  endsAt?: unknown;
  createdBy?: unknown;
  comment?: unknown;
};

/**
 * Makes one, or changes one that is named by its id. What changes the meaning of one in effect (its conditions, its
 * start) ends it and makes another, whose id is the answer.
 */
export async function postSilence({ caller, body }: AlertmanagerCall): Promise<Answer> {
  const posted = await body();
  if (typeof posted !== "object" || posted === null || Array.isArray(posted))
    throw invalid("the body must be a silence");
  const { id, matchers, startsAt, endsAt, createdBy, comment } = posted as Posted;
  const wanted = {
    matchers,
    startsAt: startsAt ?? undefined,
    endsAt,
    comment: comment ?? "",
    createdBy: createdBy || undefined,
  };
  if (id === undefined || id === null || id === "") return made(await create.call(caller, wanted as never));
  const before = await byId(get.call(caller, { id } as never));
  const sameMeaning =
    canonicalJson(withDefaults(matchers)) === canonicalJson(before.matchers) &&
    (before.state === "pending" ||
      startsAt === undefined ||
      Date.parse(String(startsAt)) === Date.parse(before.startsAt));
  if (before.state !== "expired" && sameMeaning) {
    const changes = {
      id: before.id,
      endsAt,
      comment: wanted.comment,
      ...(before.state === "pending" ? { startsAt: wanted.startsAt } : {}),
    };
    return made(await update.call(caller, changes as never));
  }
  const next = await create.call(caller, wanted as never);
  if (before.state !== "expired") await expire.call(caller, { id: before.id });
  return made(next);
}

const made = (silence: Silence): Answer => ok({ silenceID: silence.id });

const withDefaults = (matchers: unknown): unknown =>
  Array.isArray(matchers)
    ? matchers.map((one) => ({ isRegex: false, isEqual: true, ...(one as object) }))
    : matchers;
