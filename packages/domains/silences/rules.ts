/** One condition on a label; a label that an alert does not have is the empty text. As in Alertmanager's API. */
export type Matcher = { name: string; value: string; isRegex: boolean; isEqual: boolean };

export type SilenceState = "pending" | "active" | "expired";

type Times = { startsAt: Date; endsAt: Date };

export function stateAt({ startsAt, endsAt }: Times, now: Date): SilenceState {
  if (endsAt <= now) return "expired";
  return startsAt > now ? "pending" : "active";
}

const operator = ({ isRegex, isEqual }: Matcher) =>
  isEqual ? (isRegex ? "=~" : "=") : isRegex ? "!~" : "!=";

/** `severity="warning"` */
export const matcherText = (matcher: Matcher): string =>
  `${matcher.name}${operator(matcher)}${JSON.stringify(matcher.value)}`;

/** At most this many in one silence or filter. */
export const matchersMax = 50;

/**
 * Reads `{alertname="A", job!="b", host=~"c.*"}`; braces, quotes and spaces may be left out.
 * @returns the matchers, or what is wrong
 */
export function readMatchers(text: string): Matcher[] | { fault: string } {
  let rest = text.trim();
  if (rest.startsWith("{")) {
    if (!rest.endsWith("}")) return { fault: "A closing brace is missing" };
    rest = rest.slice(1, -1).trim();
  }
  const found: Matcher[] = [];
  while (rest !== "") {
    const head = /^("(?:[^"\\]|\\.)*"|[^\s"=!~,{}]+)\s*(=~|!~|!=|=)\s*/.exec(rest);
    if (!head)
      return { fault: `Expected a label and one of = != =~ !~ at ${JSON.stringify(rest.slice(0, 30))}` };
    rest = rest.slice(head[0].length);
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0];
    const bare = quoted ?? /^[^,"]*/.exec(rest)?.[0] ?? "";
    if (quoted === undefined && rest.startsWith('"')) return { fault: "A closing quote is missing" };
    rest = rest.slice(bare.length).trim();
    if (rest !== "" && !rest.startsWith(",")) return { fault: "Put a comma between conditions" };
    rest = rest.slice(1).trim();
    const name = unquoted(head[1] ?? "");
    const value = unquoted(bare.trim());
    if (name === null || value === null) return { fault: "A quoted text is not valid" };
    if (name === "") return { fault: "A label name is missing" };
    const sign = head[2] ?? "=";
    found.push({ name, value, isRegex: sign.endsWith("~"), isEqual: sign.startsWith("=") });
    if (found.length > matchersMax) return { fault: `More than ${matchersMax} conditions` };
  }
  return found;
}

/** Go's escapes in double quotes, as far as JSON knows them too. */
function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    // Regular expressions are often written with single backslashes: "a\.b"
    return text.slice(1, -1).replaceAll('\\"', '"');
  }
}

/** Why the button is disabled, or null when the verb applies. */
export const blockedBecause = {
  update: (state: SilenceState) => (state === "expired" ? "It has ended; silence again instead" : null),
  expire: (state: SilenceState) => (state === "expired" ? "It has already ended" : null),
} as const;
