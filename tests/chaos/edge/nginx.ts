import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@/tests/support/product-process";

export const hasNginx = spawnSync("nginx", ["-v"]).status === 0;

export interface Nginx {
  /** With the locations of deploy/nginx.conf. */
  documented: number;
  /** Only `proxy_pass`. */
  bare: number;
  /** Only `proxy_pass`, over HTTP/1.1. */
  bareModern: number;
  stop(): Promise<void>;
}

/** A real nginx in front of a local server, without TLS. */
export async function startNginx(upstream: number): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), "foyer-nginx-"));
  const [documented, bare, bareModern] = [await freePort(), await freePort(), await freePort()];
  const pass = `proxy_pass http://127.0.0.1:${upstream};`;
  const locations = /^ {4}location \/ \{[\s\S]*^ {4}\}$/m.exec(readFileSync("deploy/nginx.conf", "utf8"))?.[0] ?? "";
  if (!locations.includes("proxy_pass http://foyer;")) throw new Error("deploy/nginx.conf has no location for Foyer");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  const config = `
    daemon off; pid ${directory}/pid; error_log ${directory}/error.log; worker_processes 1;
    events {}
    http {
      access_log off; ${temporary.join(" ")}
      upstream foyer { server 127.0.0.1:${upstream}; keepalive 4; }
      server { listen 127.0.0.1:${documented}; ${locations} }
      server { listen 127.0.0.1:${bare}; location / { ${pass} } }
      server { listen 127.0.0.1:${bareModern}; location / { ${pass} proxy_http_version 1.1; } }
    }`;
  writeFileSync(join(directory, "nginx.conf"), config);
  const nginx = spawn("nginx", ["-c", join(directory, "nginx.conf"), "-p", directory], { stdio: "ignore" });
  await answers(nginx, documented, join(directory, "error.log"));
  return {
    documented,
    bare,
    bareModern,
    async stop() {
      const exited = new Promise((done) => nginx.once("exit", done));
      nginx.kill("SIGTERM");
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answers(nginx: ChildProcess, port: number, log: string): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (Date.now() < giveUpAt && nginx.exitCode === null) {
    if (await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null)) return;
    await pause(50);
  }
  throw new Error(`nginx did not start:\n${readFileSync(log, "utf8")}`);
}
