import { invalid, notFound } from "@triops/kernel/errors";
import { recentAnswers, type VariantAnswers } from "@triops/telemetry/predictions/answers";
import { labelCoverage } from "@triops/telemetry/predictions/coverage";
import { findLabel, findPrediction, type PredictionRows } from "@triops/telemetry/predictions/detail";
import { type PredictionLine, searchPredictions } from "@triops/telemetry/predictions/search";
import { shadowDifferences } from "@triops/telemetry/predictions/shadows";
import { predictionTraffic } from "@triops/telemetry/predictions/traffic";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { defineQuery } from "../verb.ts";
import { distributionOf } from "./distribution.ts";
import {
  coverageInput,
  coverage as coverageOutput,
  getInput,
  listInput,
  outputsInput,
  outputs as outputsOutput,
  predictionDetail,
  predictionPage,
  shadowsInput,
  shadows as shadowsOutput,
  trafficInput,
  traffic as trafficOutput,
} from "./schemas.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Clocks of gateways may be a little ahead of ours, and the last bucket is not over. */
const aheadMs = 10_000;

type Range = { from?: string | undefined; to?: string | undefined };

/** @throws invalid */
function rangeOf(range: Range, now: Date, usualMs = hourMs) {
  const window = windowOf(range, new Date(now.getTime() + aheadMs), usualMs);
  const ms = window.to.getTime() - window.from.getTime();
  if (ms <= 0) throw invalid("The range ends before it begins");
  if (ms > rangeMsMax) throw invalid("The range is longer than 400 days");
  return window;
}

/** The log, newest first. */
export const list = defineQuery({
  name: "predictions.list",
  permission: "predictions:read",
  input: listInput,
  output: predictionPage,
  run: async ({ runtime, context }, { deployment, from, to, cursor, limit, errors, version, ...filter }) => {
    const found = await searchPredictions(runtime.telemetry, {
      workspaceId: context.workspaceId,
      deployment,
      window: rangeOf({ from, to }, context.now, dayMs),
      filter: { ...filter, failed: errors, modelVersion: version },
      cursor,
      limit,
    });
    return { data: found.data.map(lineOf), nextCursor: found.nextCursor };
  },
});

/** One prediction with its input, what shadows said, and what turned out to be true. */
export const get = defineQuery({
  name: "predictions.get",
  permission: "predictions:read",
  input: getInput,
  output: predictionDetail,
  run: async ({ runtime, context }, { id, deployment, from, to }) => {
    const { workspaceId, now } = context;
    const scope = { workspaceId, deployment, id };
    const window = rangeOf({ from, to }, now, 30 * dayMs);
    const [rows, label] = await Promise.all([
      findPrediction(runtime.telemetry, { ...scope, window }),
      findLabel(runtime.telemetry, { ...scope, now }),
    ]);
    const shadows = rows.filter(({ role }) => role === "shadow");
    // Of a canary that failed and the champion that answered in its place: the answer.
    const answers = rows.filter(({ role }) => role !== "shadow");
    const row = answers.find(({ errorCode }) => errorCode === "") ?? answers[0];
    if (!row) throw notFound("prediction");
    return {
      ...lineOf(row),
      features: { ...row.numbers, ...row.texts },
      outputs: outputsOf(row),
      sampleRate: row.sampleRate,
      label: label && {
        value: label.value,
        at: new Date(label.timeMs),
        receivedAt: new Date(label.receivedAtMs),
      },
      shadows: shadows.map((one) => ({
        ...lineOf(one),
        outputs: outputsOf(one),
        difference: one.difference,
      })),
    };
  },
});

/** Requests, errors and latency by variant over time: of all requests, however few are stored. */
export const traffic = defineQuery({
  name: "predictions.traffic",
  permission: "predictions:read",
  input: trafficInput,
  output: trafficOutput,
  run: async ({ runtime, context }, { deployment, from, to, stepSeconds }) => {
    const { stepMs, times, variants } = await predictionTraffic(runtime.telemetry, {
      workspaceId: context.workspaceId,
      deployment,
      window: rangeOf({ from, to }, context.now),
      ...(stepSeconds ? { stepMs: stepSeconds * 1_000 } : {}),
    });
    return {
      stepSeconds: stepMs / 1_000,
      times,
      variants: variants.map(({ modelVersion, ...one }) => ({ ...one, version: modelVersion })),
    };
  },
});

/** Of how many predictions it is known by now what was true. */
export const coverage = defineQuery({
  name: "predictions.coverage",
  permission: "predictions:read",
  input: coverageInput,
  output: coverageOutput,
  run: async ({ runtime, context }, { deployment, from, to }) => {
    const window = rangeOf({ from, to }, context.now, 7 * dayMs);
    const scope = { workspaceId: context.workspaceId, deployment, window };
    const { stepMs, times, predictions, labelled, lastLabelMs } = await labelCoverage(
      runtime.telemetry,
      scope,
    );
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const total = { predictions: sum(predictions), labelled: sum(labelled) };
    return {
      stepSeconds: stepMs / 1_000,
      times,
      predictions,
      labelled,
      total: { ...total, share: total.predictions === 0 ? null : total.labelled / total.predictions },
      lastLabelAt: lastLabelMs === null ? null : new Date(lastLabelMs),
    };
  },
});

/** What each variant answers: the distribution of its main output. */
export const outputs = defineQuery({
  name: "predictions.outputs",
  permission: "predictions:read",
  input: outputsInput,
  output: outputsOutput,
  run: async ({ runtime, context }, { deployment, from, to }) => {
    const answers: VariantAnswers[] = await recentAnswers(runtime.telemetry, {
      workspaceId: context.workspaceId,
      deployment,
      window: rangeOf({ from, to }, context.now),
    });
    return distributionOf(answers);
  },
});

/** How far the shadows' answers lie from the answers. */
export const shadows = defineQuery({
  name: "predictions.shadows",
  permission: "predictions:read",
  input: shadowsInput,
  output: shadowsOutput,
  run: async ({ runtime, context }, { deployment, from, to }) => {
    const window = rangeOf({ from, to }, context.now, dayMs);
    const scope = { workspaceId: context.workspaceId, deployment, window };
    const data = await shadowDifferences(runtime.telemetry, scope);
    return { data: data.map(({ modelVersion, ...one }) => ({ ...one, version: modelVersion })) };
  },
});

const lineOf = ({
  timeMs,
  modelVersion,
  errorCode,
  error,
  outputNumber,
  outputText,
  ...row
}: PredictionLine) => ({
  ...row,
  at: new Date(timeMs),
  version: modelVersion,
  error: errorCode === "" ? null : { code: errorCode, message: error },
  output: outputNumber ?? (outputText === "" ? null : outputText),
});

const outputsOf = ({ outputNumbers, outputTexts }: PredictionRows) => ({ ...outputNumbers, ...outputTexts });
