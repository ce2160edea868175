import { z } from "zod";
import { idInput, isoTime, pageOf } from "../paging.ts";
import { rangeInput } from "../query-text.ts";
import { type ChangeSource, changeSources } from "./rules.ts";

/** Of `before` and of `after`, as JSON text. */
const valueCharsMax = 16_384;
/** Reports in one request. */
export const reportsMax = 200;

const kind = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9_.-]{0,39}$/, "Small letters, digits, dots, dashes; at most 40")
  .describe("deploy, release, rollback, promotion, label, config, flag, scale, … or a word of your own");
/** Characters that Postgres cannot keep: NUL, and in JSON halves of a pair of surrogates. */
const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const said = (charsMax: number, reason = "Leave it out instead of leaving it empty") =>
  z.string().trim().min(1, reason).max(charsMax).refine(keepable, "Not text: it has broken characters");
const name = said(200);
const value = z
  .unknown()
  .refine((given) => (JSON.stringify(given ?? null) ?? "").length <= valueCharsMax, "At most 16 KiB of JSON")
  .refine(
    (given) => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(given ?? null) ?? ""),
    "Not text: it has broken characters",
  )
  .optional();
const link = z
  .string()
  .trim()
  .max(2_000)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "An http or https address",
  );

/** A change as it is reported, by hand or by a machine. Absent and null mean the same. */
export const changeReport = z.object({
  kind,
  service: name.nullish().describe("Name of the service it was made to"),
  target: name.nullish().describe("What exactly: an environment, a host, a flag"),
  title: said(300, "Say what was changed"),
  at: z.iso.datetime({ offset: true }).nullish().describe("Now, unless given"),
  actor: name.nullish(),
  link: link.nullish(),
  before: value,
  after: value,
  externalId: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullish()
    .describe("Your own id: sent twice, it is kept once"),
});
export type ChangeReport = z.output<typeof changeReport>;

/** A report on its way from the gateway to the ledger. Only ever grows. */
export const takenReport = changeReport.extend({
  source: z.enum(["webhook", "github"]),
  externalId: z.string().min(1).max(300),
  at: z.iso.datetime({ offset: true }),
});
export type TakenReport = z.output<typeof takenReport>;
export const takenReports = z.array(takenReport);

export const change = z.object({
  id: z.uuid(),
  kind: z.string(),
  service: z.string().nullable(),
  target: z.string().nullable(),
  title: z.string(),
  at: isoTime,
  actor: z.string().nullable(),
  link: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  source: z.enum(Object.keys(changeSources) as [ChangeSource, ...ChangeSource[]]),
  createdById: z.string(),
  createdAt: isoTime,
});
export type Change = z.output<typeof change>;

const filters = {
  kind: z.string().max(40).optional(),
  service: z.string().max(200).optional(),
  ...rangeInput,
};

export const listInput = z.object({
  ...filters,
  actor: z.string().max(200).optional(),
  source: z.string().max(20).optional(),
  search: z.string().trim().max(200).optional().describe("Part of the title or target"),
  cursor: z
    .string()
    .regex(/^\d{1,15}-[0-9a-f-]{36}$/, "Not a cursor")
    .optional()
    .describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const changePage = pageOf(change);

export const removeInput = idInput;

export const markersInput = z.object(filters);
export const markers = z.object({
  data: z.array(
    change.pick({ id: true, kind: true, service: true, title: true, at: true, actor: true, source: true }),
  ),
  total: z.int().describe("In the range, more than are listed"),
});
export type Markers = z.output<typeof markers>;

/** Values that the filters offer: what occurred lately. */
export const facets = z.object({
  kinds: z.array(z.object({ value: z.string(), changes: z.int() })),
  services: z.array(z.object({ value: z.string(), changes: z.int() })),
  actors: z.array(z.object({ value: z.string(), changes: z.int() })),
});
export type ChangeFacets = z.output<typeof facets>;
