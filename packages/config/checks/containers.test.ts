import { describe, expect, it } from "vitest";
import { composeFaults, imageFaults } from "./containers.ts";

const good = `FROM node:24-bookworm-slim AS build
FROM node:24-bookworm-slim
HEALTHCHECK CMD ["node", "health.ts"]
USER node
`;

describe("containers", () => {
  it("accepts an image of several stages that ends as another user than root", () => {
    expect(imageFaults("docker/web.Dockerfile", good)).toEqual([]);
  });

  it.each([
    ["one stage", good.replace(/^.*\n/, "")],
    ["root", good.replace("USER node", "USER root")],
    ["no health check", good.replace(/HEALTHCHECK.*\n/, "")],
    ["a secret", `${good}ENV API_TOKEN=abc\n`],
    ["latest", good.replace("node:24-bookworm-slim\n", "node:latest\n")],
  ])("refuses %s", (_what, text) => {
    expect(imageFaults("docker/web.Dockerfile", text)).toHaveLength(1);
  });

  it.each([
    ["a password in clear", "environment: { POSTGRES_PASSWORD: triops }"],
    ["a password with a default", `environment: { POSTGRES_PASSWORD: "\${PASSWORD:-triops}" }`],
  ])("refuses %s", (_what, line) => {
    const text = `services:\n  postgres:\n    image: postgres:18\n    healthcheck: { test: ["CMD", "true"] }\n    ${line}\n`;
    expect(composeFaults("docker-compose.yml", text)).toHaveLength(1);
  });

  it("refuses a service without a health check or a version", () => {
    const text = "services:\n  cache:\n    image: valkey\n";
    expect(composeFaults("docker-compose.yml", text)).toHaveLength(2);
  });
});
