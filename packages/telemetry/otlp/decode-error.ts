/** The body is not what its content type says. The text is for the sender. */
export class DecodeError extends Error {
  override name = "DecodeError";
}
