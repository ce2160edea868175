/** Base 62 in the order of its digits. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const publicLength = 8;
/** 32 characters of base 62 carry 190 bits. */
export const randomLength = 32;
const checksumLength = 6;

const shape = /^tri_([0-9A-Za-z]{8})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** `tri_<public>_<random><checksum>`: the checksum tells a mistyped or made-up key without looking it up. */
export function composeKey(publicPart: string, random: string): string {
  const body = `tri_${publicPart}_${random}`;
  return body + checksum(body);
}

/** The recognisable part of a well-formed key, null for anything else. Needs no store. */
export function keyPrefix(key: string): string | null {
  const match = shape.exec(key);
  if (!match) return null;
  return checksum(key.slice(0, -checksumLength)) === match[3] ? `tri_${match[1]}` : null;
}

/** CRC-32 of the ASCII text in six digits of base 62. */
function checksum(text: string): string {
  let rest = crc32(text);
  let written = "";
  for (let i = 0; i < checksumLength; i++) {
    written = (digits[rest % 62] ?? "0") + written;
    rest = Math.floor(rest / 62);
  }
  return written;
}

/** CRC-32 as in ISO 3309 (the one of zip and PNG), bit by bit: keys are short and this also runs in a browser. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** What the seal of a key's webhook secret is bound to. */
export const webhookSecretPlace = (keyId: string): string => `api-key:${keyId}:webhook-secret`;

type Lifetime = { revokedAt: Date | null; expiresAt: Date | null };

export type KeyState = "active" | "expired" | "revoked";

export function keyState({ revokedAt, expiresAt }: Lifetime, now: Date): KeyState {
  if (revokedAt && revokedAt <= now) return "revoked";
  if (expiresAt && expiresAt <= now) return "expired";
  return "active";
}

/** Why a button on a key is disabled, or null when it is not. */
export function blockedBecause(state: KeyState): string | null {
  if (state === "revoked") return "This key was revoked";
  if (state === "expired") return "This key has expired";
  return null;
}

/** Why a key is not rotated by itself, or null: its new text would be free of the virtual key's limits. */
export const rotatedElsewhere = ({ virtualKeyId }: { virtualKeyId: string | null }): string | null =>
  virtualKeyId === null ? null : "This is a virtual key: rotate it there";

/** When the old key of a rotation ends: after the grace, or when it would have ended anyway. */
export function endsAfterRotation(expiresAt: Date | null, graceMinutes: number, now: Date): Date {
  const graceEnds = new Date(now.getTime() + graceMinutes * 60_000);
  return expiresAt && expiresAt < graceEnds ? expiresAt : graceEnds;
}
