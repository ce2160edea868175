/**
 * What a provider says about a failure may quote the credential it was given, or name the account that pays: callers
 * are not to see either. Linear patterns only.
 */
const patterns: readonly [RegExp, string][] = [
  // Keys as providers write them, shortened ones with asterisks included. Words (`key_value`) have no digits or capitals.
  [
    /\b(?:sk|pk|rk|gsk|xai|key|pplx|nvapi|hf|r8|fw|tgp|sess)[-_](?=[a-z._-]{0,30}[A-Z0-9*])[A-Za-z0-9*._-]{6,200}/g,
    "[key]",
  ],
  [/\bAIza[0-9A-Za-z_*-]{10,60}/g, "[key]"],
  [/\b(?:Bearer|Basic)\s+[A-Za-z0-9+/=._~*-]{6,400}/gi, "[credential]"],
  [/\btri_[0-9A-Za-z]{8}_[0-9A-Za-z]{8,80}/g, "[key]"],
  // Accounts, organisations, projects, subscriptions.
  [/\b(?:org|proj|acct|user|ws|wrkspc|team)[-_](?=[a-z]{0,30}[A-Z0-9])[A-Za-z0-9]{6,60}/g, "[account]"],
  [/\bprojects?\/[A-Za-z0-9-]{4,60}/g, "project/[account]"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "[id]"],
  [/\b[0-9a-f]{32,128}\b/gi, "[id]"],
  [/\bproject(?:_number)?:?\s*"?\d{6,20}/gi, "project [account]"],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,20}/g, "[email]"],
];

const messageCharsMax = 1_000;
/** Long enough for every message; what comes after could only be a body. */
const readCharsMax = 8_000;

/** @param secrets whatever was sent along as a credential */
export function redact(text: string, secrets: readonly string[]): string {
  let safe = text.slice(0, readCharsMax);
  for (const secret of secrets) if (secret.length >= 4) safe = safe.replaceAll(secret, "[credential]");
  for (const [pattern, by] of patterns) safe = safe.replace(pattern, by);
  // Control characters are nobody's message.
  safe = safe.replace(/\p{Cc}+/gu, " ").trim();
  return safe.length > messageCharsMax ? `${safe.slice(0, messageCharsMax)}…` : safe;
}
