import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Unused, and has had vulnerabilities elsewhere.
  images: { unoptimized: true },
  // lib/platform/server/incoming.ts checks the origins.
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
  // Browsers and feed readers request this path.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  compress: true,
};

const withMessages = createNextIntlPlugin({
  requestConfig: "./lib/web/i18n.ts",
  // Compiled at build time, so that browsers load no parser.
  experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } },
});

export default withMessages(config);
