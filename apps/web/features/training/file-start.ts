/** The first bytes of a file, and whether they are all of it. */
export type FileStart = { bytes: Uint8Array<ArrayBuffer>; whole: boolean };

/**
 * Reads at most `bytesMax` and then stops the transfer, however large the file is and whether or not the server
 * heeds ranges.
 * @throws Error with a sentence for the reader
 */
export async function readStart(href: string, bytesMax: number, signal: AbortSignal): Promise<FileStart> {
  const own = new AbortController();
  const stop = () => own.abort();
  signal.addEventListener("abort", stop);
  try {
    const answer = await fetch(href, { signal: own.signal, headers: { accept: "*/*" } });
    if (!answer.ok) {
      throw new Error(
        answer.status === 404 ? "This file is not there any more." : `The server answered ${answer.status}.`,
      );
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    const reader = answer.body?.getReader();
    while (reader && size <= bytesMax) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
    }
    return { bytes: joined(chunks, Math.min(size, bytesMax)), whole: size <= bytesMax };
  } finally {
    signal.removeEventListener("abort", stop);
    // What was not read is not wanted.
    own.abort();
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, size - at);
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
