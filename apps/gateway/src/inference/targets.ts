import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import type { Output } from "@triops/providers/inference/answer";
import type { Given } from "@triops/providers/inference/given";
import { readSignature, type Signature } from "@triops/providers/inference/signature";
import type { ModelFace } from "@triops/providers/onnx/tensors";
import type { Asked } from "./request.ts";

/** What a model said. `outputs` is null when tensors cannot carry it; then `predictions` holds it. */
export type Answered = {
  outputs: readonly Output[] | null;
  /** The value of MLflow's `predictions`, of a server that speaks it. */
  predictions?: unknown;
  /** The whole body as the server gave it, for a caller who spoke the same protocol. */
  body?: Buffer;
};

export type Question = {
  deployment: PublishedDeployment;
  variant: PublishedVariant;
  asked: Asked;
  /** Checked against the variant's signature. Null: passed on unread. */
  given: Given | null;
  signature: Signature | null;
};

/** One way in which a variant is served. Faults are those that `asFault` knows. */
export type Target = {
  ask(question: Question): Promise<Answered>;
  /** What the model takes and gives, as far as it can be known. */
  face(deployment: PublishedDeployment, variant: PublishedVariant): Promise<ModelFace | null>;
  isReady(deployment: PublishedDeployment, variant: PublishedVariant): Promise<boolean>;
};

const signatures = new WeakMap<PublishedVariant, Signature | null>();

/** Read once per published picture of a variant. */
export function signatureOf(variant: PublishedVariant): Signature | null {
  let signature = signatures.get(variant);
  if (signature === undefined) {
    signature = readSignature(variant.signature);
    signatures.set(variant, signature);
  }
  return signature;
}
