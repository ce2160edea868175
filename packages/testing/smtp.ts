import { createServer, type Socket } from "node:net";

/** A message as the server received it; `text` and `html` are decoded. */
export type ReceivedMail = {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  raw: string;
};

export type FakeSmtp = {
  /** `smtp://127.0.0.1:port`, for `SMTP_URL`. */
  url: string;
  received: ReceivedMail[];
  /** Answers the next messages with a temporary refusal. */
  refuse(count: number): void;
  /** The next (or an already received) message to this address. @throws after `timeoutMs` */
  waitFor(to: string, timeoutMs?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
};

/** A mail server (RFC 5321, no TLS, any credentials) on a loopback port that keeps what it is sent. */
export async function startFakeSmtp(): Promise<FakeSmtp> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let refusals = 0;

  const accept = (mail: ReceivedMail): string => {
    if (refusals > 0) {
      refusals -= 1;
      return "451 4.3.0 Try again later";
    }
    received.push(mail);
    for (const check of waiting) check();
    return "250 2.0.0 Taken";
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, accept);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("no port");

  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    refuse: (count) => {
      refusals = count;
    },
    waitFor: (to, timeoutMs = 5_000) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const mail = received.findLast((one) => one.to.includes(to));
          if (!mail) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(mail);
        };
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`No mail to ${to} within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function converse(socket: Socket, accept: (mail: ReceivedMail) => string): void {
  const reply = (line: string) => socket.write(`${line}\r\n`);
  let from = "";
  let to: string[] = [];
  let body: string[] | null = null;
  let secretLines = 0;
  let pending = "";

  const onLine = (line: string): void => {
    if (body) {
      if (line !== ".") body.push(line.startsWith(".") ? line.slice(1) : line);
      else {
        reply(accept(readMail(from, to, body)));
        body = null;
      }
      return;
    }
    if (secretLines > 0) {
      secretLines -= 1;
      reply(secretLines > 0 ? "334 UGFzc3dvcmQ6" : "235 2.7.0 Welcome");
      return;
    }
    const verb = line.split(" ")[0]?.toUpperCase();
    if (verb === "EHLO") reply("250-fake.test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME");
    else if (verb === "AUTH" && line.toUpperCase().startsWith("AUTH LOGIN")) {
      secretLines = 2;
      reply("334 VXNlcm5hbWU6");
    } else if (verb === "AUTH") reply("235 2.7.0 Welcome");
    else if (verb === "MAIL") {
      from = addressIn(line);
      to = [];
      reply("250 2.1.0 OK");
    } else if (verb === "RCPT") {
      to.push(addressIn(line));
      reply("250 2.1.5 OK");
    } else if (verb === "DATA") {
      body = [];
      reply("354 End with a dot");
    } else if (verb === "QUIT") socket.end("221 2.0.0 Bye\r\n");
    else if (verb === "HELO" || verb === "RSET" || verb === "NOOP") reply("250 2.0.0 OK");
    else reply("502 5.5.1 Unknown command");
  };

  socket.setEncoding("latin1");
  socket.on("data", (chunk) => {
    const lines = (pending + chunk).split("\r\n");
    pending = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  reply("220 fake.test ready");
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? "";

function readMail(from: string, to: string[], lines: readonly string[]): ReceivedMail {
  const raw = lines.join("\r\n");
  const { headers } = splitPart(raw);
  const part = (type: string) => findPart(raw, type) ?? "";
  const subject = decodeWords(headers.get("subject") ?? "");
  return { from, to, subject, text: part("text/plain"), html: part("text/html"), raw };
}

function splitPart(part: string): { headers: Map<string, string>; body: string } {
  const at = part.indexOf("\r\n\r\n");
  const head = (at < 0 ? part : part.slice(0, at)).replace(/\r\n[ \t]+/g, " ");
  const headers = new Map<string, string>();
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: at < 0 ? "" : part.slice(at + 4) };
}

function findPart(part: string, type: string): string | null {
  const { headers, body } = splitPart(part);
  const contentType = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary) {
    const inner = body.split(`--${boundary}`).slice(1, -1);
    for (const one of inner) {
      const found = findPart(one.replace(/^\r\n/, "").replace(/\r\n$/, ""), type);
      if (found !== null) return found;
    }
    return null;
  }
  if (!contentType.startsWith(type)) return null;
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") return decodeQuoted(body.replace(/=\r\n/g, ""));
  return Buffer.from(body, "latin1").toString("utf8");
}

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** Encoded words of RFC 2047, as subjects with other than ASCII letters come. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : decodeQuoted(word.replaceAll("_", " ")),
    );
