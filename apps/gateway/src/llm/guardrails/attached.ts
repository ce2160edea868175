import { type Fields, fieldsOf, isFields, textOf } from "../fields.ts";
import type { Findings, Side } from "./checks.ts";

/** A picture, a sound or a file that comes within the request as data. */
export type Attached = { mediaType: string; bytes: number };

const depthMax = 32;
const dataUrl = /^data:([^;,]*)[^,]{0,200},/i;

/** What comes with a request beside its texts; links are not followed, so of what they lead to nothing is known. */
export function attachedTo(body: Fields): Attached[] {
  const found: Attached[] = [];
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > depthMax) return;
    const one = isFields(value) ? dataOf(value) : null;
    if (one) found.push(one);
    else for (const each of Object.values(value)) look(each, depth + 1);
  };
  for (const name of ["messages", "input", "system"]) look(body[name], 0);
  return found;
}

/** OpenAI's parts name a data URL or, for sound, a format; Anthropic's sources state their type. */
function dataOf(part: Fields): Attached | null {
  if (part.type === "base64" && typeof part.data === "string")
    return { mediaType: textOf(part.media_type).toLowerCase(), bytes: bytesOf(part.data) };
  const audio = fieldsOf(part.input_audio);
  if (typeof audio.data === "string")
    return { mediaType: `audio/${textOf(audio.format).toLowerCase()}`, bytes: bytesOf(audio.data) };
  const file = fieldsOf(part.file);
  const image = isFields(part.image_url) ? part.image_url.url : part.image_url;
  for (const text of [image, part.file_data, file.file_data]) {
    if (typeof text !== "string") continue;
    const url = dataUrl.exec(text.slice(0, 300));
    if (url)
      return {
        mediaType: (url[1] || "text/plain").toLowerCase(),
        bytes: bytesOf(text.slice(url[0].length)),
      };
    // A file's data may also stand without its type.
    if (text === part.file_data || text === file.file_data)
      return { mediaType: "application/octet-stream", bytes: bytesOf(text) };
  }
  return null;
}

/** Of base64. */
const bytesOf = (text: string): number => Math.floor((text.length * 3) / 4);

/** Pictures, sounds and files: how large, and of which type. What is in them is not looked at. */
export function checkAttached(side: Side, body: Fields, findings: Findings): void {
  const limits = side.sizes.filter(
    (each) => each.dataBytesMax !== undefined || each.mediaTypes !== undefined,
  );
  if (limits.length === 0) return;
  const attached = attachedTo(body);
  const bytes = attached.reduce((sum, one) => sum + one.bytes, 0);
  for (const limit of limits) {
    if (limit.dataBytesMax !== undefined && bytes > limit.dataBytesMax)
      findings.add(limit, side.at, "data_bytes");
    const { mediaTypes } = limit;
    if (mediaTypes && attached.some(({ mediaType }) => !mediaTypes.includes(mediaType)))
      findings.add(limit, side.at, "media_type");
  }
}
