import { createServer } from "node:http";
import next from "next";
import { setApp } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { parseEnv } from "@/lib/platform/env";

/** The product without server.ts: Next handles every request, APIs included. */
const env = parseEnv();
const app = createApp(env, { databaseUrl: env.DATABASE_URL ?? "" });
setApp(app);
const pages = next({ dev: false, hostname: env.HOST, port: env.PORT });
await pages.prepare();
const answer = pages.getRequestHandler();
const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(env.PORT, env.HOST, () => console.log("ready"));
