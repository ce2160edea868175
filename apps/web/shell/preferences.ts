/** What a reader prefers on this device: kept in one cookie so that the server's first frame already has it. */
export type Preferences = {
  theme: "system" | "light" | "dark";
  density: "comfortable" | "dense";
  /** IANA zone in which times are shown. */
  zone: string;
  railCollapsed: boolean;
  singleKeys: boolean;
};

export const PREFERENCES_COOKIE = "triops-preferences";
const YEAR_S = 365 * 86_400;

export const DEFAULT_PREFERENCES: Preferences = {
  theme: "system",
  density: "comfortable",
  zone: "UTC",
  railCollapsed: false,
  singleKeys: true,
};

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Reads the cookie's value; whatever does not fit takes its default. */
export function parsePreferences(text: string | undefined): Preferences {
  const given = new URLSearchParams(text ?? "");
  const theme = given.get("theme");
  const zone = given.get("zone");
  return {
    theme: theme === "light" || theme === "dark" ? theme : DEFAULT_PREFERENCES.theme,
    density: given.get("density") === "dense" ? "dense" : DEFAULT_PREFERENCES.density,
    zone: zone !== null && zone.length <= 64 && isZone(zone) ? zone : DEFAULT_PREFERENCES.zone,
    railCollapsed: given.get("rail") === "collapsed",
    singleKeys: given.get("keys") !== "off",
  };
}

/** The whole cookie for `document.cookie`. */
export function preferencesCookie(preferences: Preferences): string {
  const value = new URLSearchParams({
    theme: preferences.theme,
    density: preferences.density,
    zone: preferences.zone,
    rail: preferences.railCollapsed ? "collapsed" : "open",
    keys: preferences.singleKeys ? "on" : "off",
  });
  return `${PREFERENCES_COOKIE}=${encodeURIComponent(value.toString())}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
