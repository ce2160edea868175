import { invalid } from "@triops/kernel/errors";

const charsMax = 20_000;

/** A place in a list, as an opaque text. */
export const tokenOf = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** Null for no token. @throws invalid for one that we did not make */
export function placeOf(token: string | undefined, length: number): string[] | null {
  if (token === undefined || token === "") return null;
  let place: unknown;
  try {
    place = token.length > charsMax ? null : JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    place = null;
  }
  const isPlace =
    Array.isArray(place) &&
    place.length === length &&
    place.every((part) => typeof part === "string" || typeof part === "number");
  if (!isPlace) throw invalid("Invalid page token, could not be decoded");
  return (place as (string | number)[]).map(String);
}
