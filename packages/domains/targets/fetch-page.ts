import { isTriopsError } from "@triops/kernel/errors";
import { createEgress, type Egress } from "@triops/providers/egress/request";
import { type ExpositionFormat, formatOf } from "@triops/telemetry/scrape/exposition";
import type { Runtime } from "../runtime.ts";
import type { JobConfig } from "./schemas.ts";

/** Of a page, also after decompression: some exporters give a lot. */
const pageBytesMax = 16 * 1024 * 1024;
const accept = "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

/** Outgoing requests of one job: any port, private addresses only where the operator allows them. */
export const egressOf = (
  runtime: Pick<Runtime, "scraping">,
  config: JobConfig,
  secret: string | null,
): Egress =>
  createEgress({
    allowedCidrs: runtime.scraping?.allowedCidrs ?? [],
    allowedPorts: "any",
    tls: { ...config.tls, ...clientCertificate(config, secret) },
  });

export type Page = { text: string; format: ExpositionFormat; bytes: number };

/** Asks a target for its page. @throws an error whose message is fit to be shown */
export async function fetchPage(
  egress: Egress,
  url: string,
  config: JobConfig,
  secret: string | null,
  signal?: AbortSignal,
): Promise<Page> {
  const reply = await egress
    .request({
      url,
      headers: {
        accept,
        "user-agent": "Triops",
        "x-prometheus-scrape-timeout-seconds": String(config.timeoutSeconds),
        ...authorization(config, secret),
      },
      timeoutMs: config.timeoutSeconds * 1_000,
      replyBytesMax: pageBytesMax,
      ...(signal ? { signal } : {}),
    })
    .catch((error: unknown) => {
      throw new Error(faultText(error));
    });
  if (reply.status !== 200) throw new Error(`The target answered ${reply.status}`);
  return {
    text: reply.body.toString("utf8"),
    format: formatOf(reply.headers["content-type"]),
    bytes: reply.body.length,
  };
}

function clientCertificate({ auth }: JobConfig, secret: string | null) {
  return auth.kind === "certificate" && secret ? { cert: auth.cert, key: secret } : {};
}

function authorization({ auth }: JobConfig, secret: string | null): Record<string, string> {
  if (auth.kind === "bearer" && secret) return { authorization: `Bearer ${secret}` };
  if (auth.kind === "basic") {
    const pair = Buffer.from(`${auth.username}:${secret ?? ""}`).toString("base64");
    return { authorization: `Basic ${pair}` };
  }
  return {};
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there: connection refused",
  ECONNRESET: "The target closed the connection",
  ENOTFOUND: "The name does not resolve",
  EAI_AGAIN: "The name could not be resolved just now",
  EHOSTUNREACH: "The host cannot be reached",
  ENETUNREACH: "The network cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: "The target did not accept the connection in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is self-signed: give its authority, or skip verification",
  SELF_SIGNED_CERT_IN_CHAIN: "Its certificate's authority is unknown: give it, or skip verification",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its certificate's authority is unknown: give it, or skip verification",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name: give the server name",
  CERT_HAS_EXPIRED: "Its certificate has expired",
  ERR_OSSL_PEM_NO_START_LINE: "The certificate or key to show it is not PEM",
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: "The key does not belong to the certificate to show it",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "It wants a certificate from us: set auth to a client certificate",
};

const refused = "This address is not allowed";

function faultText(error: unknown): string {
  if (isTriopsError(error) && error.message === refused)
    return `${refused}: it is not public, and the operator has not allowed its range (TRIOPS_SCRAPE_CIDRS)`;
  for (const cause of causesOf(error)) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    if (known[code]) return known[code];
    if (/larger than|maxOutputLength|Cannot create a Buffer/i.test(cause.message))
      return "The page is larger than 16 MiB";
    if (/encoded as/.test(cause.message)) return "The page comes in an encoding that is not read";
  }
  return error instanceof Error ? error.message : String(error);
}

/** An error, what caused it, and so on; of several attempts the first. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < 10; ) {
    causes.push(at);
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return causes;
}
