/** Limits and the spelling of names; no zod, so that screens and the gateway can use it. */
export const promptLimits = {
  /** Prompts of a workspace: each is held in memory by every gateway. */
  promptsMax: 2_000,
  versionsMax: 10_000,
  nameCharsMax: 200,
  labelCharsMax: 64,
  labelsMax: 50,
  tagsMax: 50,
  /** Of one version, all messages together. */
  templateCharsMax: 500_000,
  messagesMax: 500,
  configCharsMax: 100_000,
  branchesOpenMax: 50,
  /** Prompts inside prompts inside prompts. Langfuse allows as many. */
  depthMax: 5,
  /** Characters of one rendered prompt; sections may multiply what they are given. */
  renderedCharsMax: 2_000_000,
} as const;

/** Computed: the newest version on main. Nobody moves it. */
export const latestLabel = "latest";
/** What is fetched when neither version nor label is named, as in Langfuse. */
export const defaultLabel = "production";
export const mainBranch = "main";

/** Why it cannot be the name of a prompt, or null. Folders are written with slashes. */
export function nameFault(name: string): string | null {
  if (name.trim() === "") return "Give it a name";
  if (name !== name.trim()) return "A name neither begins nor ends with a space";
  if (name.length > promptLimits.nameCharsMax) return `At most ${promptLimits.nameCharsMax} characters`;
  if (!name.isWellFormed() || /[\p{Cc}\p{Cf}]/u.test(name)) return "Not text: broken or invisible characters";
  if (/[|@]/.test(name)) return "A name holds neither | nor @: they separate it from a label";
  if (name.split("/").some((part) => part.trim() === "" || part === "." || part === ".."))
    return "Every folder in the name needs a name of its own";
  return null;
}

/** Why it cannot be a label, or null. */
export function labelFault(label: string): string | null {
  if (label === latestLabel) return '"latest" is the newest version of main and moves by itself';
  if (!/^[a-z0-9_.-]+$/.test(label))
    return "Lower-case letters, digits, underscores, hyphens and full stops only";
  if (/^\d+$/.test(label)) return "A label of digits only would be taken for a version";
  return label.length > promptLimits.labelCharsMax
    ? `At most ${promptLimits.labelCharsMax} characters`
    : null;
}

export type Wanted = { name: string; label?: string; version?: number };

/** `name`, `name@label` or `name@3`, as in the header `x-triops-prompt`. */
export function parseReference(text: string): Wanted {
  const at = text.lastIndexOf("@");
  if (at < 0) return { name: text.trim() };
  const name = text.slice(0, at).trim();
  const rest = text.slice(at + 1).trim();
  return /^\d+$/.test(rest) ? { name, version: Number(rest) } : { name, label: rest };
}

/** The folder a prompt lies in, empty for none. */
export const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")));
