import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Nothing here needs it, and it has been a way in elsewhere.
  images: { unoptimized: true },
  // server.ts decides which origins may post; see lib/platform/server/incoming.ts.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "64kb" } },
  serverExternalPackages: [
    "pg",
    "pino",
    "ioredis",
    "graphile-worker",
    "nodemailer",
    "@node-rs/argon2",
    "@prisma/client",
  ],
  // Browsers and feed readers ask for it by this name, whatever the page says.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // One server answers everything; a second compression would only cost.
  compress: true,
};

const withMessages = createNextIntlPlugin({
  requestConfig: "./lib/web/i18n.ts",
  // Parsed while building, so that no browser has to load a parser.
  experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } },
});

export default withMessages(config);
