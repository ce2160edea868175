import type { Given } from "@triops/providers/inference/given";

/** What was asked, without the protocol it was asked in. */
export type Asked = {
  given: Given | null;
  /** Of the Open Inference Protocol: only these outputs, in this order. */
  outputs: readonly string[] | null;
  /** MLflow's `params`; null without any. */
  params: Record<string, unknown> | null;
  /** Whether the answer is wanted as records, in MLflow's forms. */
  asRecords: boolean;
  /** As it came, for a target that speaks the same protocol. */
  raw: { protocol: "oip" | "mlflow"; contentType: string; body: Buffer };
};
