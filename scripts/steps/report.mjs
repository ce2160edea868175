/** A fault the person can act on: one sentence that says what is wrong, one that says what to do. */
export class StepFault extends Error {
  constructor(sentence, remedy) {
    super(sentence);
    this.remedy = remedy;
  }
}

const interactive = Boolean(process.stdout.isTTY);
/** A quiet terminal or log learns about a step that lasts longer than this. */
const silenceMsMax = 1500;

export function seconds(startMs) {
  return `${((Date.now() - startMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and prints one line for it. `run` returns the words to print ("packages installed"),
 * or `{ words, skipped: true }` when there was nothing to do.
 */
export async function step(doing, run) {
  const startMs = Date.now();
  const announce = () => console.log(`→ ${doing}`);
  if (interactive) process.stdout.write(`→ ${doing}`);
  const timer = interactive ? undefined : setTimeout(announce, silenceMsMax);
  try {
    const outcome = await run();
    const words = typeof outcome === "string" ? outcome : outcome.words;
    finishLine(`✓ ${words} (${seconds(startMs)})`);
  } catch (fault) {
    finishLine(`✗ ${doing} (${seconds(startMs)})`);
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

function finishLine(line) {
  if (interactive) process.stdout.write(`\r\x1b[K${line}\n`);
  else console.log(line);
}

/** Prints a fault as its sentence and its remedy; an unforeseen one with its stack. */
export function explain(fault) {
  if (fault instanceof StepFault) {
    console.error(`✗ ${fault.message}`);
    if (fault.remedy) console.error(`  ${fault.remedy}`);
    return;
  }
  console.error(fault);
}
