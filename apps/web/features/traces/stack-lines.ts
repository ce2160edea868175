export type StackLine = { text: string; kind: "head" | "own" | "foreign" };

/** Frames of Node, Python, Java, Go, Ruby, PHP, .NET and Rust begin like this. */
const frame = /^\s*(?:at\s|File "|from\s|#\d+\s|\d+:\s|in\s|\S+\.(?:go|rb|rs|php):\d+)/;
/** Code that the reader did not write: runtimes and installed packages. */
const foreign =
  /node_modules|node:internal|\(node:|site-packages|dist-packages|\/lib\/python\d|<frozen |\bjava\.|\bjavax\.|\bjdk\.|\bsun\.|org\.springframework|org\.apache|io\.netty|\/go\/pkg\/mod\/|\/usr\/local\/go\/src|\/gems\/|\/vendor\/|\bSystem\.|Microsoft\.|\/rustc\//;

/** A stack trace in lines: what was thrown, frames of one's own code, frames of others. */
export function stackLines(stack: string): StackLine[] {
  return stack
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .filter((text) => text.trim() !== "")
    .map((text) => ({
      text,
      kind: foreign.test(text) ? "foreign" : frame.test(text) || /^\s/.test(text) ? "own" : "head",
    }));
}
