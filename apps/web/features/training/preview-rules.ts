export type PreviewKind = "image" | "text" | "json" | "csv" | "markdown";
export type Preview =
  | { kind: PreviewKind; bytesMax: number; mediaType?: string }
  | { kind: "none"; reason: string };

const kib = 1024;
const mib = 1024 * kib;

/** Raster formats browsers draw, by their ending. SVG is text here: it may carry scripts and outside addresses. */
const imageTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
};
const imageBytesMax = 10 * mib;
/** Read up to here and shown with a note when there is more. */
const textBytesMax = 256 * kib;
const csvBytesMax = mib;
/** Cut JSON cannot be laid out, cut Markdown reads wrong: beyond these they are shown as text. */
const jsonBytesMax = mib;

const textEndings = new Set(
  (
    "txt log yaml yml toml ini cfg conf env properties py ipynb r jl sh sql js ts tsx jsx css java go rs c h cpp " +
    "scala xml svg html htm tex rst requirements lock diff patch proto graphql dockerfile makefile gitignore"
  ).split(" "),
);
const wholeNames = new Set(["mlmodel", "dockerfile", "makefile", "license", "readme", "requirements"]);

/** The ending of a file's name in small letters, without the dot; the whole name when it has none. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const dot = name.lastIndexOf(".");
  return dot === -1 ? name : name.slice(dot + 1);
}

/** How a file is shown, decided by name and size alone. Markup is never run: HTML and SVG are shown as their text. */
export function previewOf(path: string, sizeBytes: number): Preview {
  const ending = endingOf(path);
  const mediaType = imageTypes[ending];
  if (mediaType) {
    return sizeBytes > imageBytesMax
      ? { kind: "none", reason: "Images above 10 MiB are not shown; download it." }
      : { kind: "image", bytesMax: imageBytesMax, mediaType };
  }
  if (ending === "csv" || ending === "tsv") return { kind: "csv", bytesMax: csvBytesMax };
  if (ending === "json" && sizeBytes <= jsonBytesMax) return { kind: "json", bytesMax: jsonBytesMax };
  if (ending === "md" && sizeBytes <= textBytesMax) return { kind: "markdown", bytesMax: textBytesMax };
  const isText = textEndings.has(ending) || wholeNames.has(ending) || /^(json|jsonl|ndjson|md)$/.test(ending);
  if (isText) return { kind: "text", bytesMax: textBytesMax };
  return { kind: "none", reason: "There is no preview for this kind of file; download it." };
}

/** Bytes that no text has: then a file is not shown as text whatever its name says. */
export const looksBinary = (text: string): boolean => text.slice(0, 8000).includes("\u0000");
