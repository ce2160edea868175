import { createServer, type Server, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { type Certified, makeCertificate } from "@triops/testing/certificates";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { egressOf, fetchPage } from "./fetch-page.ts";
import { jobConfig } from "./schemas.ts";

const scraping = { allowedCidrs: ["127.0.0.0/8"], discoveryDir: "" };
const page = "# TYPE up_and_well gauge\nup_and_well 1\n";
let authority: Certified;
const servers: Server[] = [];

function serve(options: ServerOptions): Promise<string> {
  const server = createServer(options, (_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4").end(page);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    );
  });
}

const signed = (hosts: string[], days = 1) => {
  const { certPem, keyPem } = makeCertificate({ name: "exporter", hosts, by: authority, days });
  return serve({ cert: certPem, key: keyPem });
};

function scrape(url: string, more: Record<string, unknown> = {}, secret: string | null = null) {
  const config = jobConfig.parse({ staticConfigs: [{ targets: ["127.0.0.1:1"] }], ...more });
  return fetchPage(egressOf({ scraping }, config, secret), url, config, secret).then(({ text }) => text);
}

beforeAll(() => {
  authority = makeCertificate({ name: "an authority of our own" });
});
afterAll(() => {
  for (const server of servers) server.close();
});

describe("a target behind TLS", () => {
  it("is read when the authority of its certificate is given", async () => {
    expect(await scrape(await signed(["127.0.0.1"]), { tls: { ca: authority.certPem } })).toBe(page);
  });

  it("is refused, saying what to do, when the authority is unknown or another one", async () => {
    const url = await signed(["127.0.0.1"]);
    await expect(scrape(url)).rejects.toThrow(/authority is unknown: give it/);
    const other = makeCertificate({ name: "another authority" });
    await expect(scrape(url, { tls: { ca: other.certPem } })).rejects.toThrow(/authority is unknown/);
    const { certPem, keyPem } = makeCertificate({ name: "itself", hosts: ["127.0.0.1"] });
    await expect(scrape(await serve({ cert: certPem, key: keyPem }))).rejects.toThrow(/self-signed/);
  });

  it("is refused under another name, and read when that name is given", async () => {
    const url = await signed(["node.example.org"]);
    await expect(scrape(url, { tls: { ca: authority.certPem } })).rejects.toThrow(/for another name/);
    const tls = { ca: authority.certPem, serverName: "node.example.org" };
    expect(await scrape(url, { tls })).toBe(page);
  });

  it("is refused when its certificate has expired", async () => {
    const url = await signed(["127.0.0.1"], -1);
    await expect(scrape(url, { tls: { ca: authority.certPem } })).rejects.toThrow(/has expired/);
  });

  it("that asks who is there is read with a client certificate, and refuses who has none", async () => {
    const { certPem, keyPem } = makeCertificate({ name: "exporter", hosts: ["127.0.0.1"], by: authority });
    const own = { cert: certPem, key: keyPem, ca: authority.certPem, requestCert: true };
    const url = await serve({ ...own, rejectUnauthorized: true });
    const client = makeCertificate({ name: "triops", by: authority });
    const tls = { ca: authority.certPem };
    const auth = { kind: "certificate", cert: client.certPem };
    expect(await scrape(url, { tls, auth }, client.keyPem)).toBe(page);
    await expect(scrape(url, { tls })).rejects.toThrow();
    const stranger = makeCertificate({ name: "stranger" });
    const strange = { kind: "certificate", cert: stranger.certPem };
    await expect(scrape(url, { tls, auth: strange }, stranger.keyPem)).rejects.toThrow();
    await expect(scrape(url, { tls, auth }, stranger.keyPem)).rejects.toThrow(/does not belong/);
  });

  it("is read whatever its certificate says when verification is skipped", async () => {
    const url = await signed(["node.example.org"], -1);
    expect(await scrape(url, { tls: { insecureSkipVerify: true } })).toBe(page);
  });
});
