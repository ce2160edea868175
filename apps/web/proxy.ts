import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy, securityHeaders } from "./server/security-headers.ts";

/**
 * Headers only. Who may see what is decided where data is read, never here.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentPolicy(nonce, request.nextUrl.protocol === "https:");
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this request header.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-triops-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
}

/**
 * Not for MLflow's addresses, which set their own headers: with a proxy before it a request's body is kept in memory
 * and cut after 10 MB, and an artifact may have gigabytes.
 */
export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg|(?:ajax-)?api/[23]\\.0/mlflow).*)"],
};
