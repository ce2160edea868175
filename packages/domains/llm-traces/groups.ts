import { notFound } from "@triops/kernel/errors";
import { type GroupKind, type GroupOrder, llmGroups } from "@triops/telemetry/llm/groups";
import { defineQuery, type Reading } from "../verb.ts";
import {
  groupsInput,
  llmSession,
  llmUser,
  sessionInput,
  sessionPage,
  userInput,
  userPage,
} from "./schemas.ts";
import { type Asked, scopeOf } from "./scope.ts";

type Page = {
  order?: GroupOrder;
  direction?: "descending" | "ascending";
  cursor?: string | undefined;
  limit?: number;
  id?: string;
};

async function groupsOf(
  reading: Reading,
  by: GroupKind,
  { q, from, to }: Asked,
  { direction, ...page }: Page,
) {
  const scope = await scopeOf(reading, { q, from, to });
  const ascending = direction === "ascending";
  const { data, nextCursor } = await llmGroups(reading.runtime.telemetry, {
    ...scope,
    ...page,
    by,
    ascending,
  });
  return { data: data.map(({ someUser, ...group }) => ({ ...group, user: someUser })), nextCursor };
}

/** Conversations: traces with the same session. @throws invalid */
export const listSessions = defineQuery({
  name: "llm-traces.listSessions",
  permission: "llm-traces:read",
  input: groupsInput,
  output: sessionPage,
  run: (reading, { q, from, to, ...page }) => groupsOf(reading, "session", { q, from, to }, page),
});

/** What a session comes to; its traces are listed with `session:<id>`. @throws notFound */
export const getSession = defineQuery({
  name: "llm-traces.getSession",
  permission: "llm-traces:read",
  input: sessionInput,
  output: llmSession,
  run: async (reading, { session, ...range }) => one(reading, "session", session, range),
});

/** @throws invalid */
export const listUsers = defineQuery({
  name: "llm-traces.listUsers",
  permission: "llm-traces:read",
  input: groupsInput,
  output: userPage,
  run: (reading, { q, from, to, ...page }) => groupsOf(reading, "user", { q, from, to }, page),
});

/** What a user's calls come to. @throws notFound */
export const getUser = defineQuery({
  name: "llm-traces.getUser",
  permission: "llm-traces:read",
  input: userInput,
  output: llmUser,
  run: async (reading, { user, ...range }) => one(reading, "user", user, range),
});

async function one(reading: Reading, by: GroupKind, id: string, range: Omit<Asked, "q">) {
  const { data } = await groupsOf(reading, by, { ...range, q: "" }, { id, limit: 1 });
  const [found] = data;
  if (!found) throw notFound(by);
  return found;
}
