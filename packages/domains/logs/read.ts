import { notFound } from "@triops/kernel/errors";
import { findLog } from "@triops/telemetry/logs/detail";
import { facetRecordsMax, logFacets } from "@triops/telemetry/logs/facets";
import { logHistogram } from "@triops/telemetry/logs/histogram";
import { type LogLine as StoredLine, searchLogs } from "@triops/telemetry/logs/search";
import { surroundingLogs } from "@triops/telemetry/logs/surrounding";
import { defineQuery } from "../verb.ts";
import { neighbourFilter } from "./neighbours.ts";
import { parseLogField } from "./query.ts";
import {
  facetsInput,
  facets as facetsOutput,
  histogramInput,
  histogram as histogramOutput,
  listInput,
  logDetail,
  logPage,
  oneInput,
  surroundingInput,
  surrounding as surroundingOutput,
} from "./schemas.ts";
import { scopeOf } from "./scope.ts";

const asLine = ({ timeNs, id, ...line }: StoredLine) => ({ ...line, id: `${timeNs}-${id}` });

/** Records that fit, newest first; the last hour unless a range is given. @throws invalid with the place of a fault */
export const list = defineQuery({
  name: "logs.list",
  permission: "logs:read",
  input: listInput,
  output: logPage,
  run: async (reading, { q, columns, order, cursor, limit, ...range }) => {
    const scope = await scopeOf(reading, { ...range, q });
    const page = await searchLogs(reading.runtime.telemetry, {
      ...scope,
      columns: columns.map(parseLogField),
      order,
      cursor,
      limit,
    });
    return { data: page.data.map(asLine), nextCursor: page.nextCursor };
  },
});

/** Records over time by level. */
export const histogram = defineQuery({
  name: "logs.histogram",
  permission: "logs:read",
  input: histogramInput,
  output: histogramOutput,
  run: async (reading, { stepMs, ...asked }) =>
    logHistogram(reading.runtime.telemetry, {
      ...(await scopeOf(reading, asked)),
      ...(stepMs === undefined ? {} : { stepMs }),
    }),
});

/** The most frequent values of every field among the newest records that fit. */
export const facets = defineQuery({
  name: "logs.facets",
  permission: "logs:read",
  input: facetsInput,
  output: facetsOutput,
  run: async (reading, asked) => ({
    data: await logFacets(reading.runtime.telemetry, await scopeOf(reading, asked)),
    recordsMax: facetRecordsMax,
  }),
});

export const get = defineQuery({
  name: "logs.get",
  permission: "logs:read",
  input: oneInput,
  output: logDetail,
  run: async ({ context, runtime }, { id }) => {
    const found = await findLog(runtime.telemetry, { workspaceId: context.workspaceId, at: id });
    if (!found) throw notFound("log record");
    const { timeNs, observedNs, ...rest } = found;
    return { ...rest, id, time: timeOf(timeNs), observedAt: timeOf(observedNs) };
  },
});

/** The lines before and after one, of its instance, its service or everything. */
export const surrounding = defineQuery({
  name: "logs.surrounding",
  permission: "logs:read",
  input: surroundingInput,
  output: surroundingOutput,
  run: async ({ context, runtime }, { id, scope, lines }) => {
    const { workspaceId } = context;
    const found = await findLog(runtime.telemetry, { workspaceId, at: id });
    if (!found) throw notFound("log record");
    const { before, after } = await surroundingLogs(runtime.telemetry, {
      workspaceId,
      at: id,
      filter: neighbourFilter(found, scope),
      lines,
    });
    return { before: before.map(asLine), after: after.map(asLine) };
  },
});

const timeOf = (ns: string): Date => new Date(Number(BigInt(ns) / 1_000_000n));
