import { type PublishedProvider, sealedToProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import { open } from "@triops/kernel/secrets";
import { CallFault } from "./fault.ts";
import { parseWire } from "./wire-json.ts";

export type Address = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** What must not show in anything the provider says. */
  secrets: readonly string[];
};

/** Opened once for each published state of a provider. */
type Opened = { headers: Record<string, string>; secrets: string[] };

/** Where a call to a provider goes, and what it shows of itself there. */
export function createAddresses(secretKey: string) {
  const opened = new WeakMap<PublishedProvider, Opened>();
  const urls = new WeakMap<PublishedProvider, Map<string, string>>();

  const unseal = (provider: PublishedProvider): Opened => {
    const known = opened.get(provider);
    if (known) return known;
    const boundTo = sealedToProvider(provider.id);
    const read = (sealed: string | null) =>
      sealed === null ? null : open(secretKey, provider.workspaceId, boundTo, sealed);
    let credential: string | null;
    let more: Record<string, string>;
    try {
      credential = read(provider.credentialSealed);
      more = parseWire(read(provider.headersSealed) ?? "{}") as Record<string, string>;
    } catch (cause) {
      throw new CallFault(503, "provider_credential", "The provider's credential cannot be read", {
        class: "auth",
        cause,
      });
    }
    const own = Object.entries(more).map(([name, value]) => [name.toLowerCase(), value] as const);
    const headers = { ...credentialHeader(provider, credential), ...Object.fromEntries(own) };
    const secrets = [...(credential ? [credential] : []), ...own.map(([, value]) => value)];
    const made = { headers, secrets };
    opened.set(provider, made);
    return made;
  };

  /** @param path of the protocol, as `/chat/completions` */
  return (provider: PublishedProvider, path: string, model: string): Address => {
    let byPath = urls.get(provider);
    if (!byPath) {
      byPath = new Map();
      urls.set(provider, byPath);
    }
    const id = provider.azure ? `${path} ${model}` : path;
    let url = byPath.get(id);
    if (url === undefined) {
      url = urlOf(provider, path, model);
      byPath.set(id, url);
    }
    return { url, ...unseal(provider) };
  };
}

function credentialHeader(provider: PublishedProvider, credential: string | null): Record<string, string> {
  if (credential === null) return {};
  if (provider.kind === "azure-openai") return { "api-key": credential };
  if (provider.dialect === "anthropic") return { "x-api-key": credential };
  return { authorization: `Bearer ${credential}` };
}

/** Azure names the deployment in the path, except where its newer interface takes it from the body. */
function urlOf({ baseUrl, azure }: PublishedProvider, path: string, model: string): string {
  if (!azure) return `${baseUrl}${path}`;
  const root = baseUrl.replace(/\/openai(?:\/v1)?$/, "");
  if (path === "/responses") return `${root}/openai/v1${path}`;
  const version = encodeURIComponent(azure.apiVersion);
  return `${root}/openai/deployments/${encodeURIComponent(model)}${path}?api-version=${version}`;
}
