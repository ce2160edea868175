import { invalid } from "@triops/kernel/errors";

/** MLflow's own limits (mlflow/utils/validation.py, 3.14), in characters and counts. */
export const limits = {
  keyCharsMax: 250,
  paramCharsMax: 6_000,
  tagCharsMax: 8_000,
  experimentNameCharsMax: 500,
  experimentTagCharsMax: 5_000,
  batchMetricsMax: 1_000,
  batchParamsMax: 100,
  batchTagsMax: 100,
  batchEntitiesMax: 1_000,
  batchBytesMax: 1_000_000,
  datasetsMax: 1_000,
  datasetNameCharsMax: 500,
  datasetDigestCharsMax: 36,
  datasetSourceCharsMax: 65_535,
  datasetSchemaCharsMax: 1_048_575,
  datasetProfileCharsMax: 16_777_215,
  inputTagKeyCharsMax: 255,
  inputTagValueCharsMax: 500,
  /** Ours: names of runs and models, people and URIs. */
  nameCharsMax: 1_000,
} as const;

/** What MLflow keeps in place of the infinities. */
export const largestFloat = 1.7976931348623157e308;

/** @throws invalid naming the field */
export function checkLength(field: string, value: string, charsMax: number): string {
  if (value.length > charsMax)
    throw invalid(`'${field}' exceeds the maximum length of ${charsMax} characters`);
  return value;
}

/** Keys become names of files in other stores of MLflow, so that they must look like a path within a folder. */
export function checkKey(field: string, key: string): string {
  checkLength(field, key, limits.keyCharsMax);
  const shown = JSON.stringify(key);
  if (!/^[\p{L}\p{N}_/.\- :]+$/u.test(key)) {
    throw invalid(
      `Invalid value ${shown} for parameter '${field}' supplied: Names may only contain alphanumerics, ` +
        "underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
    );
  }
  const parts = key.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    throw invalid(
      `Invalid value ${shown} for parameter '${field}' supplied: Names may be treated as files and must not resolve to another name`,
    );
  return key;
}

/** One of each at most: a batch that says two things of one parameter is refused. */
export function checkDistinctParams(params: readonly { key: string; value: string }[]): void {
  const seen = new Map<string, string>();
  for (const { key, value } of params) {
    const before = seen.get(key);
    if (before !== undefined && before !== value)
      throw invalid(
        `Duplicate parameter keys have been submitted: ['${key}']. Please ensure the request contains only one param value per param key.`,
      );
    seen.set(key, value);
  }
}
