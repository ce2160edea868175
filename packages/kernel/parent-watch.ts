/**
 * Calls `onGone` once when whoever started this process is gone: its IPC channel closed, or, without one, our
 * parent changed. A blocked event loop notices late; the supervisor's guard ends such a process from outside.
 * Returns the function that stops watching.
 */
export function watchParent(onGone: () => void, everyMs = 1_000): () => void {
  const parent = process.ppid;
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    stop();
    onGone();
  };
  const timer = setInterval(() => {
    if (process.ppid !== parent) tell();
  }, everyMs);
  timer.unref();
  if (process.connected) process.once("disconnect", tell);
  const stop = () => {
    clearInterval(timer);
    process.off("disconnect", tell);
  };
  return stop;
}
