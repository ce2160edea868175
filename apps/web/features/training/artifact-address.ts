const scheme = "mlflow-artifacts:/";

/**
 * Where the browser gets a file's bytes, from the artifact address of its run or model; null when the files lie
 * elsewhere and do not go through Triops.
 */
export function artifactHref(artifactUri: string, path: string): string | null {
  if (!artifactUri.startsWith(scheme)) return null;
  const root = artifactUri.slice(scheme.length).replace(/^\/+|\/+$/g, "");
  const parts = [...root.split("/"), ...path.split("/")].filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..")) return null;
  return `/api/2.0/mlflow-artifacts/artifacts/${parts.map(encodeURIComponent).join("/")}`;
}

/** The folders above a path, outermost first, each with its own path. */
export function foldersOf(path: string): { name: string; path: string }[] {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.map((name, at) => ({ name, path: parts.slice(0, at + 1).join("/") }));
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
