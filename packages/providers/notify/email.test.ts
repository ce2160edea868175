import { startFakeSmtp } from "@triops/testing/smtp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMailer } from "./email.ts";

const from = "Triops <alerts@example.com>";
let smtp: Awaited<ReturnType<typeof startFakeSmtp>>;

beforeAll(async () => {
  smtp = await startFakeSmtp();
});
afterAll(() => smtp.close());

describe("createMailer", () => {
  it("delivers text and HTML unharmed, long links and umlauts included", async () => {
    const mailer = createMailer({ smtpUrl: smtp.url, from });
    const link = `https://triops.example/reset?token=${"a1=b2&".repeat(40)}end`;
    const text = `Grüße,\n\nopen ${link}\n.\na line of one dot above`;
    await mailer.send({
      to: "ada@example.com",
      subject: "Passwort für Ihr Konto zurücksetzen",
      text,
      html: `<a href="${link}">reset</a>`,
    });
    const mail = await smtp.waitFor("ada@example.com");
    expect(mail.from).toBe("alerts@example.com");
    expect(mail.subject).toBe("Passwort für Ihr Konto zurücksetzen");
    expect(mail.text.replaceAll("\r\n", "\n").trim()).toBe(text);
    expect(mail.html).toContain(link);
    mailer.close();
  });

  it("signs in when the URL has credentials", async () => {
    const url = smtp.url.replace("smtp://", "smtp://user%40example.com:p%3Aw@");
    const mailer = createMailer({ smtpUrl: url, from });
    await mailer.send({ to: "bob@example.com", subject: "Hello", text: "Hi" });
    expect((await smtp.waitFor("bob@example.com")).text.trim()).toBe("Hi");
  });

  it("cannot be talked into a second recipient or header", async () => {
    const mailer = createMailer({ smtpUrl: smtp.url, from });
    await mailer.send({ to: "eve@example.com", subject: "x\r\nBcc: other@example.com", text: "Hi" });
    const mail = await smtp.waitFor("eve@example.com");
    expect(mail.to).toEqual(["eve@example.com"]);
    expect(mail.raw).not.toMatch(/^bcc:/im);
  });

  it("fails with unavailable when the server refuses or is away", async () => {
    const mailer = createMailer({ smtpUrl: smtp.url, from });
    smtp.refuse(1);
    const mail = { to: "ada@example.com", subject: "Hello", text: "Hi" };
    await expect(mailer.send(mail)).rejects.toMatchObject({ code: "unavailable" });
    const away = createMailer({ smtpUrl: "smtp://127.0.0.1:9", from });
    await expect(away.send(mail)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("says how to configure it when it is not", async () => {
    const mailer = createMailer({ from });
    expect(mailer.configured).toBe(false);
    await expect(mailer.send({ to: "a@b.c", subject: "s", text: "t" })).rejects.toThrow("SMTP_URL");
  });
});
