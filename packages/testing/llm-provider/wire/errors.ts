const openaiTypes: Readonly<Record<number, [type: string, code: string | null]>> = {
  400: ["invalid_request_error", null],
  401: ["invalid_request_error", "invalid_api_key"],
  403: ["invalid_request_error", "unsupported_country_region_territory"],
  404: ["invalid_request_error", "model_not_found"],
  413: ["invalid_request_error", null],
  422: ["invalid_request_error", null],
  429: ["requests", "rate_limit_exceeded"],
};

const anthropicTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

export type Format = "openai" | "anthropic";

/** An error as the provider of that format words it. */
export function errorBody(
  format: Format,
  status: number,
  message: string,
  param: string | null,
  requestId: string | null = null,
): object {
  if (format === "anthropic") {
    const type = anthropicTypes[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
    return { type: "error", error: { type, message }, request_id: requestId };
  }
  const [type, code] =
    openaiTypes[status] ?? (status < 500 ? ["invalid_request_error", null] : ["server_error", null]);
  return { error: { message, type, param, code } };
}
