import { invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { seal } from "@triops/kernel/secrets";
import { findVersion } from "../models/index.ts";
import type { Work } from "../work.ts";
import { onnxFileOf } from "./model-files.ts";
import { requireReachable } from "./reachable.ts";
import { addressFault, variantsFault } from "./rules.ts";
import type { VariantInput } from "./schemas.ts";
import { sealedTo } from "./snapshot-schemas.ts";
import type { StoredVariant } from "./stored.ts";

/**
 * What was asked for, as it is stored: versions and aliases looked up, model files found, addresses checked, headers
 * sealed. A variant that serves the same from the same place keeps its id, and with it its counts.
 * @throws invalid, notFound
 */
export async function resolveVariants(
  work: Work,
  wanted: readonly VariantInput[],
  known: readonly StoredVariant[],
): Promise<StoredVariant[]> {
  const withModels = wanted.map((one) => {
    const before = one.id === undefined ? undefined : known.find(({ id }) => id === one.id);
    return before
      ? {
          ...one,
          model: before.modelName,
          version: before.modelVersion,
          alias: undefined,
          serve: before.target,
        }
      : one;
  });
  const fault = variantsFault(withModels);
  if (fault) throw invalid(fault, [{ path: "variants", message: fault }]);
  const resolved: StoredVariant[] = [];
  for (const [at, one] of wanted.entries()) {
    const before = known.find(({ id }) => id === one.id);
    if (one.id !== undefined && !before)
      throw invalid("Some fields are missing or wrong", [
        { path: `variants.${at}.id`, message: "This deployment has no such variant" },
      ]);
    const { role, weight, timeoutMs } = one;
    const found = before
      ? { ...before, role, weight, timeoutMs }
      : await resolveVariant(work, one, [...known, ...resolved]);
    if (resolved.some(({ id }) => id === found.id))
      throw invalid("Some fields are missing or wrong", [
        { path: `variants.${at}`, message: "The same variant stands here twice" },
      ]);
    resolved.push(found);
  }
  return resolved;
}

/** One variant that is not known by its id. @throws invalid, notFound */
export async function resolveVariant(
  work: Work,
  wanted: VariantInput,
  known: readonly StoredVariant[] = [],
): Promise<StoredVariant> {
  const { role, weight, timeoutMs, model: modelName, serve } = wanted;
  const { runtime, context } = work;
  const registered = await registeredVersion(work, wanted);
  const modelVersion = registered ? String(registered.version) : (wanted.version ?? "");
  const alias = wanted.alias ?? null;
  const common = { role, weight, modelName, modelVersion, alias, timeoutMs };
  if (serve.kind === "onnx") {
    const source = serve.artifact ?? registered?.source;
    if (source === undefined)
      throw invalid(`${modelName} ${modelVersion} is not in the registry: name its artifact`);
    const { objectKey, sizeBytes, signature } = await onnxFileOf(work, source);
    const target = { kind: "onnx" as const, objectKey, sizeBytes, artifact: serve.artifact ?? null };
    const same = known.find(
      (one) =>
        one.modelName === modelName &&
        one.modelVersion === modelVersion &&
        one.target.kind === "onnx" &&
        one.target.objectKey === objectKey,
    );
    return { ...common, id: same?.id ?? newId(), target, headersSealed: null, signature };
  }
  const fault = addressFault(serve.url);
  if (fault) throw invalid(fault, [{ path: "serve.url", message: fault }]);
  requireReachable(runtime, serve.url);
  const { protocol, url, remoteModel = null } = serve;
  const same = known.find(
    (one) =>
      one.modelName === modelName &&
      one.modelVersion === modelVersion &&
      one.target.kind === "server" &&
      one.target.url === url &&
      one.target.protocol === protocol &&
      one.target.remoteModel === remoteModel,
  );
  const id = same?.id ?? newId();
  const headersSealed =
    serve.headers === undefined
      ? (same?.headersSealed ?? null)
      : serve.headers === null || Object.keys(serve.headers).length === 0
        ? null
        : seal(runtime.secretKey, context.workspaceId, sealedTo(id), JSON.stringify(serve.headers));
  const signature = registered
    ? await onnxFileOf(work, registered.source).then(signatureOf, () => null)
    : null;
  return { ...common, id, target: { kind: "server", protocol, url, remoteModel }, headersSealed, signature };
}

const signatureOf = ({ signature }: { signature: StoredVariant["signature"] }) => signature;

/** The registry's row, or null for an outside server's model that is not in it. @throws notFound, invalid */
async function registeredVersion({ db }: Work, { model: name, version, alias, serve }: VariantInput) {
  if (alias !== undefined) return findVersion(db, { name, alias });
  const number = version !== undefined && /^\d{1,9}$/.test(version) ? Number(version) : null;
  const isFree = serve.kind === "server" || serve.artifact !== undefined;
  if (number === null) {
    if (isFree) return null;
    throw invalid(`A version of ${name} is a number`, [{ path: "version", message: "Not a number" }]);
  }
  return findVersion(db, { name, version: number }).catch((error) => {
    if (isFree) return null;
    throw error;
  });
}
