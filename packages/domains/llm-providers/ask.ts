import { isTriopsError } from "@triops/kernel/errors";
import { createEgress, type Reply } from "@triops/providers/egress/request";
import type { Runtime } from "../runtime.ts";
import { azureApiVersion, type ProviderDialect } from "./rules.ts";
import type { TestResult } from "./schemas.ts";
import type { Secrets } from "./store.ts";

/** A provider as far as asking it is concerned. */
export type Asked = Secrets & {
  kind: string;
  dialect: string;
  baseUrl: string;
  apiVersion: string | null;
};

const waitMsMax = 10_000;
/** OpenRouter's list is the longest there is, half a megabyte. */
const replyBytesMax = 4 * 1024 * 1024;
const modelsMax = 2_000;
/** Of what the other side says, for people. */
const wordsCharsMax = 300;

export type Listing = { result: TestResult; models: string[] };

/** Lists the models of a provider: the cheapest call there is. Never throws: whatever happened is the answer. */
export async function listModels(runtime: Runtime, asked: Asked): Promise<Listing> {
  const at = runtime.clock.now().toISOString();
  const startedMs = performance.now();
  const egress = createEgress({
    allowedCidrs: runtime.providers?.allowedCidrs ?? [],
    allowedPorts: "any",
  });
  const outcome = (
    ok: boolean,
    message: string,
    status: number | null,
    models: string[] | null,
  ): Listing => ({
    result: {
      at,
      ok,
      message,
      status,
      latencyMs: Math.round(performance.now() - startedMs),
      models: models?.length ?? null,
    },
    models: models ?? [],
  });
  try {
    const reply = await egress.request({
      url: listUrl(asked),
      headers: headersOf(asked),
      timeoutMs: waitMsMax,
      replyBytesMax,
    });
    const failure = failureOf(reply, asked);
    if (failure) return outcome(false, failure, reply.status, null);
    const models = modelsOf(reply);
    if (models === null)
      return outcome(false, "It answered, but not with a list of models", reply.status, null);
    const count = models.length === 1 ? "1 model" : `${models.length} models`;
    return outcome(true, `It answered and offers ${count}`, reply.status, models);
  } catch (error) {
    const message = isTriopsError(error) ? error.message : "It could not be asked";
    return outcome(false, message, null, null);
  } finally {
    await egress.close();
  }
}

function listUrl({ kind, dialect, baseUrl, apiVersion }: Asked): string {
  if (kind === "azure-openai")
    return `${baseUrl}/openai/models?api-version=${encodeURIComponent(apiVersion ?? azureApiVersion)}`;
  return dialect === "anthropic" ? `${baseUrl}/v1/models?limit=1000` : `${baseUrl}/models`;
}

/** @param dialect Anthropic's own header, Azure's own, everybody else's */
export function credentialHeaders(
  kind: string,
  dialect: ProviderDialect | string,
  credential: string | null,
): Record<string, string> {
  const version: Record<string, string> =
    dialect === "anthropic" ? { "anthropic-version": "2023-06-01" } : {};
  if (credential === null) return version;
  if (kind === "azure-openai") return { "api-key": credential };
  if (dialect === "anthropic") return { ...version, "x-api-key": credential };
  return { authorization: `Bearer ${credential}` };
}

const headersOf = ({ kind, dialect, credential, headers }: Asked): Record<string, string> => ({
  accept: "application/json",
  ...credentialHeaders(kind, dialect, credential),
  ...headers,
});

function failureOf({ status, body }: Reply, asked: Asked): string | null {
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) {
    return asked.credential === null
      ? `It wants a key (${status})`
      : `It does not accept the key (${status})${said(body, asked)}`;
  }
  if (status === 404) return `Nothing is there (404): is the address right?${said(body, asked)}`;
  if (status === 429) return `It is asked too often, or has no credit left (429)${said(body, asked)}`;
  if (status >= 300 && status < 400) return `It points elsewhere (${status}); redirects are not followed`;
  return `It answered ${status}${said(body, asked)}`;
}

/** What the other side says of the failure, without the secrets that it may repeat. */
function said(body: Buffer, { credential, headers }: Asked): string {
  const words = messageOf(body);
  if (!words) return "";
  const secrets = [credential, ...Object.values(headers)].filter((one) => one !== null && one.length > 3);
  let shown = words;
  for (const secret of secrets) shown = shown.replaceAll(secret as string, "…");
  // Providers like to quote the beginning and the end of a key.
  shown = shown.replaceAll(/\b(sk|pk|gsk|key)[-_][\w*.-]{4,}/g, "…");
  const cut = shown.length > wordsCharsMax ? `${shown.slice(0, wordsCharsMax)}…` : shown;
  return `: ${cut}`;
}

function messageOf(body: Buffer): string | null {
  const parsed = parse(body) as { error?: unknown; message?: unknown } | null;
  const error = parsed?.error;
  const inner =
    typeof error === "object" && error !== null ? (error as { message?: unknown }).message : error;
  const text = [inner, parsed?.message].find((one) => typeof one === "string");
  return typeof text === "string" ? text.replaceAll("\u0000", "").toWellFormed().trim() || null : null;
}

/** `{data: [{id}]}` of nearly everybody; a bare list of Together; `{models: [{name}]}` of Ollama's own API. */
function modelsOf({ body }: Reply): string[] | null {
  const parsed = parse(body);
  const { data, models } = (Array.isArray(parsed) ? { data: parsed } : (parsed ?? {})) as Record<
    string,
    unknown
  >;
  const list = Array.isArray(data) ? data : Array.isArray(models) ? models : null;
  if (list === null) return null;
  const names = list.flatMap((item) => {
    const { id, name } = (typeof item === "object" && item !== null ? item : {}) as Record<string, unknown>;
    const text = typeof id === "string" ? id : name;
    // Google answers with the resource's name.
    return typeof text === "string" && text !== "" ? [text.replace(/^models\//, "").slice(0, 256)] : [];
  });
  return [...new Set(names)].toSorted().slice(0, modelsMax);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
