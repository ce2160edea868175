/** Deeper than anything that is sent; what is deeper could be read, but not written again. */
const depthMax = 100;

/**
 * JSON as it comes from callers and providers, whose size is bounded where it is read. Every chunk of every stream
 * passes here: only the depth is looked at beforehand. @throws SyntaxError
 */
export function parseWire(text: string): unknown {
  if (mayBeDeep(text)) checkDepth(text);
  // allow(request-json): this is the check; the one of the kernel counts more than a model call can afford
  return JSON.parse(text);
}

/** Whether there are brackets enough: most messages have few, and finding them is far cheaper than reading all of it. */
function mayBeDeep(text: string): boolean {
  let brackets = 0;
  for (const bracket of ["{", "["])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1))
      if (++brackets > depthMax) return true;
  return false;
}

function checkDepth(text: string): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === 92) at++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 91 || code === 123) {
      if (++depth > depthMax) throw new SyntaxError(`JSON nested deeper than ${depthMax} levels`);
    } else if (code === 93 || code === 125) depth--;
  }
}
