import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface SmtpPart {
  contentType: string;
  /** Decoded, with LF. */
  content: string;
}

export interface SmtpMessage {
  /** The name given with EHLO. */
  greeting: string;
  envelope: { from: string; to: string[] };
  raw: string;
  /** By lower-case name, unfolded. */
  headers: Record<string, string>;
  parts: SmtpPart[];
}

export interface StubSmtp {
  url: string;
  messages: SmtpMessage[];
  refusal: string | null;
  stop(): Promise<void>;
}

export async function startStubSmtp(): Promise<StubSmtp> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        if (stub.refusal) return callback(new Error(stub.refusal));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) };
        stub.messages.push({
          greeting: session.hostNameAppearsAs,
          envelope,
          ...parse(Buffer.concat(chunks).toString("utf8")),
        });
        callback();
      });
    },
  });
  const stub: StubSmtp = {
    url: "",
    messages: [],
    refusal: null,
    stop: () => new Promise((done) => server.close(done)),
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stub.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return stub;
}

/** Parses what nodemailer writes: one level of parts, 7bit, quoted-printable and base64. */
function parse(raw: string): Omit<SmtpMessage, "envelope" | "greeting"> {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers["content-type"] ?? "")?.[1];
  const pieces = boundary ? body.split(`--${boundary}`).slice(1, -1) : [raw];
  const parts = pieces.map((piece) => {
    const part = split(piece.replace(/^\r\n/, ""));
    return {
      contentType: part.headers["content-type"] ?? "",
      content: decode(part.body, part.headers["content-transfer-encoding"] ?? "7bit").replace(/\r\n/g, "\n"),
    };
  });
  return { raw, headers, parts };
}

function split(message: string): { headers: Record<string, string>; body: string } {
  const end = message.indexOf("\r\n\r\n");
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: Object.fromEntries(headers), body: message.slice(end + 4) };
}

function decode(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
