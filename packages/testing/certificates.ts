import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export type Certified = { certPem: string; keyPem: string; key: KeyObject; name: string };

type Wish = {
  name: string;
  /** Names and IPv4 addresses that it is for. */
  hosts?: readonly string[];
  /** Who signs; itself when nobody is given, which makes it an authority. */
  by?: Certified;
  /** Days from now when it ends; negative for one that has. */
  days?: number;
};

/** An X.509 certificate (RFC 5280) with a key on P-256, made in memory: just enough for TLS in tests. */
export function makeCertificate({ name, hosts = [], by, days = 1 }: Wish): Certified {
  const { privateKey: key, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const dayMs = 86_400_000;
  const extensions = [
    ...(by ? [] : [extension("551d13", true, sequence(der(0x01, Buffer.from([0xff]))))]),
    ...(hosts.length > 0 ? [extension("551d11", false, sequence(...hosts.map(hostName)))] : []),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, ...Buffer.from(name).subarray(0, 8)])),
    ecdsaWithSha256,
    nameOf(by?.name ?? name),
    sequence(utcTime(Date.now() - 30 * dayMs), utcTime(Date.now() + days * dayMs)),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign("sha256", body, by?.key ?? key);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certPem: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    keyPem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    key,
    name,
  };
}

/** Tag, length, content (X.690 §8.1). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const ecdsaWithSha256 = sequence(identifier("2a8648ce3d040302"));

const nameOf = (name: string): Buffer =>
  sequence(der(0x31, sequence(identifier("550403"), der(0x0c, Buffer.from(name)))));

/** 20260131120000Z without its century; good until 2049. */
const utcTime = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/\D/g, "")}Z`));

const extension = (hex: string, critical: boolean, content: Buffer): Buffer =>
  sequence(identifier(hex), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, content));

const hostName = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
