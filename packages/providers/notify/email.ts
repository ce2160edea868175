import { unavailable } from "@triops/kernel/errors";
import { createTransport } from "nodemailer";

export type Email = { to: string; subject: string; text: string; html?: string | undefined };

export type Mailer = {
  /** False when the operator set no SMTP server; `send` then fails. */
  configured: boolean;
  /** Resolves when the server has taken the message. @throws unavailable; trying again may send it twice */
  send(email: Email): Promise<void>;
  close(): void;
};

/** How long to wait for the server at each step; sending runs in jobs, which try again. */
const timeoutsMs = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 15_000 };

/**
 * Plain SMTP, as every provider and relay speaks it.
 * @param smtpUrl `smtp://user:password@host:587` (STARTTLS when offered) or `smtps://…:465`; set by the operator only
 * @param from the sender, `Triops <alerts@example.com>`
 */
export function createMailer({ smtpUrl, from }: { smtpUrl?: string | undefined; from: string }): Mailer {
  if (!smtpUrl) {
    return {
      configured: false,
      send: async () => {
        throw unavailable("This installation sends no e-mail: set SMTP_URL");
      },
      close: () => {},
    };
  }
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const transport = createTransport({
    host: url.hostname,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    ...timeoutsMs,
    // Message parts are texts of ours; a path or URL in one must never be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    configured: true,
    async send({ to, subject, text, html }) {
      try {
        await transport.sendMail({ from, to, subject, text, ...(html ? { html } : {}) });
      } catch (error) {
        throw unavailable("The mail server did not take the message", {
          internal: String(error),
          cause: error,
        });
      }
    },
    close: () => transport.close(),
  };
}
