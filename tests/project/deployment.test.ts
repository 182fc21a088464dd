import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BadEnvironment, parseEnv } from "@/lib/platform/env";
import { isLocalInstance } from "@/lib/platform/local-access";
import { environmentNames } from "@/tests/support/documents";

/** Checks files that aren't run here: Dockerfile, compose.yaml, systemd unit, nginx.conf. */
const read = (path: string) => readFileSync(path, "utf8");
const dockerfile = instructionsOf(read("Dockerfile"));
const { services: compose } = parse(read("compose.yaml")) as { services: Record<string, Service> };
const unit = read("deploy/foyer.service");
const example = read(".env.example");
const server = read("server.ts");

/** A service of compose.yaml, as far as it is checked. */
interface Service {
  cap_add?: string[];
  cap_drop?: string[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
  privileged?: boolean;
  read_only?: boolean;
  security_opt?: string[];
  stop_grace_period?: string;
  tmpfs?: string[];
  user?: string;
}

interface Instruction {
  name: string;
  rest: string;
  stage: number;
}

/** With continued lines joined. */
function instructionsOf(text: string): Instruction[] {
  const lines = text.replace(/^\s*#.*\n/gm, "").replace(/\\\n\s*/g, "");
  let stage = 0;
  return lines.split("\n").flatMap((line) => {
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") stage += 1;
    return name === "" ? [] : [{ name, rest, stage }];
  });
}

const last = Math.max(...dockerfile.map(({ stage }) => stage));
const ofImage = (name: string) =>
  dockerfile.filter((each) => each.stage === last && each.name === name).map(({ rest }) => rest);
const namesIn = (text: string) => [...text.matchAll(/^\s*([A-Z][A-Z0-9_]+)[:=]/gm)].map(([, name = ""]) => name);
/** Read by other programs. */
const foreign = ["NEXT_TELEMETRY_DISABLED", "POSTGRES_PASSWORD"];

const known = environmentNames();

function expectKnown(names: string[]): void {
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !known.has(name) && !foreign.includes(name))).toEqual([]);
}

describe("the image", () => {
  it("runs as a user who doesn't own the program", () => {
    expect(ofImage("USER")).toEqual(["node"]);
    const copies = ofImage("COPY");
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.filter((copy) => /--chown|--chmod/.test(copy))).toEqual([]);
    // USER comes last, so the app's files belong to root.
    const order = dockerfile.filter(({ stage }) => stage === last).map(({ name }) => name);
    expect(order.slice(order.indexOf("USER")).filter((name) => ["COPY", "RUN", "ADD"].includes(name))).toEqual([]);
  });

  it("contains exactly the files that the server imports", () => {
    const sources = ofImage("COPY").flatMap((copy) => copy.split(" ").filter((word) => word.startsWith("/app/")));
    const names = sources.map((source) => source.replace("/app/", ""));
    const made = ["node_modules", ".next", "generated"];
    expect(names.filter((name) => !made.includes(name) && !existsSync(name))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        ...made,
        "cli",
        "lib",
        "prisma",
        "messages",
        "server.ts",
        "next.config.ts",
        "tsconfig.json",
      ]),
    );
    const ignored = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(names.filter((name) => !made.includes(name) && ignored.includes(name))).toEqual([]);
  });

  it("leaves out secrets, data and build output", () => {
    const ignored = read(".dockerignore").split("\n");
    expect(ignored).toEqual(
      expect.arrayContaining([".env", ".env.*", ".data", ".git", "node_modules", ".next", "generated"]),
    );
  });

  it("uses a supported Node.js version", () => {
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    const [, wanted = ""] = />=(\d+)/.exec(engines.node) ?? [];
    const { rest = "" } =
      dockerfile.find(({ name, rest: argument }) => name === "ARG" && argument.startsWith("NODE_VERSION=")) ?? {};
    expect(Number(rest.split("=")[1])).toBeGreaterThanOrEqual(Number(wanted));
    expect(
      dockerfile
        .filter(({ name }) => name === "FROM")
        .every(({ rest: image }) => /^node:\$\{NODE_VERSION\}-/.test(image)),
    ).toBe(true);
  });

  it("reports readiness and starts like npm start", () => {
    expect(ofImage("HEALTHCHECK").join()).toContain("/health/ready");
    expect(JSON.parse(ofImage("CMD").at(-1) ?? "")).toEqual(["node", "--import", "./scripts/tsx.mjs", "server.ts"]);
    expect(read("scripts/start.mjs")).toContain("../server.ts");
  });

  it("requires APP_URL and nothing else to start", () => {
    const given = Object.fromEntries(
      ofImage("ENV").flatMap((pairs) => pairs.split(/\s+/).map((pair) => pair.split("=") as [string, string])),
    );
    expectKnown(Object.keys(given));
    expect(() => parseEnv(given)).toThrow(BadEnvironment);
    expect(isLocalInstance(parseEnv({ ...given, APP_URL: "https://foyer.example.com" }))).toBe(false);
  });
});

it("loads TypeScript without the cache that another user of the machine could fill", () => {
  const files = [
    "package.json",
    "Dockerfile",
    "README.md",
    "deploy/foyer.service",
    "scripts/start.mjs",
    "cli/foyer.mjs",
  ];
  const loading = files.filter((file) => /--import"?,? "?tsx|"tsx\/esm/.test(readFileSync(file, "utf8")));
  expect(loading).toEqual([]);
  expect(readFileSync("scripts/tsx.mjs", "utf8")).toMatch(/TSX_DISABLE_CACHE = "1";[\s\S]*await import\("tsx"\)/);
});

describe("compose.yaml", () => {
  it.each(["foyer", "postgres", "redis"])(
    "runs %s read-only and without capabilities or privilege escalation",
    (name) => {
      const service = compose[name] ?? {};
      expect(service.read_only).toBe(true);
      expect(service.cap_drop).toEqual(["ALL"]);
      expect(service.cap_add).toBeUndefined();
      expect(service.security_opt).toContain("no-new-privileges:true");
      expect(service.privileged).toBeUndefined();
      expect(name === "foyer" ? "node" : service.user).not.toMatch(/^(|root|0)$/);
      expect(service.tmpfs).toBeDefined();
    },
  );

  it("starts the product when database and Redis are healthy, and lets only this machine in", () => {
    expect(compose.foyer?.depends_on).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
    });
    expect(compose.postgres?.healthcheck?.test).toContain("pg_isready");
    expect(compose.redis?.healthcheck?.test).toContain("redis-cli");
    expect(compose.foyer?.ports).toEqual(["127.0.0.1:3000:3000"]);
    expect(compose.postgres?.ports).toBeUndefined();
    expect(compose.redis?.ports).toBeUndefined();
  });

  it("names only variables that the product knows, and holds no secret", () => {
    expectKnown(Object.keys(compose.foyer?.environment ?? {}));
    expectKnown(namesIn(example));
    for (const name of ["AUTH_SECRET", "SETUP_TOKEN", "POSTGRES_PASSWORD"])
      expect(example).toMatch(new RegExp(`^${name}=$`, "m"));
    expect(read("compose.yaml")).not.toMatch(/PASSWORD: (?!\$\{)/);
  });
});

describe("the systemd unit, Kubernetes files and proxies", () => {
  it("sandbox the service", () => {
    for (const line of [
      "User=foyer",
      "ProtectSystem=strict",
      "NoNewPrivileges=yes",
      "StateDirectory=foyer",
      "Restart=on-failure",
    ]) {
      expect(unit.split("\n")).toContain(line);
    }
    expectKnown(namesIn((unit.match(/^Environment=(.*)$/m)?.[1] ?? "").replaceAll(" ", "\n")));
    expect(unit).toContain("ExecStart=/usr/bin/node --import ./scripts/tsx.mjs server.ts");
  });

  it("wait longer than the server drains", () => {
    const [, drain = ""] = /createDrain\(([\d_]+)\)/.exec(server) ?? [];
    const jobs = /drainMilliseconds = ([\d_]+)/.exec(read("lib/platform/mail/worker.ts"))?.[1] ?? "";
    const needed = (Number(drain.replaceAll("_", "")) + Number(jobs.replaceAll("_", ""))) / 1000;
    expect(needed).toBeGreaterThan(5);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(needed);
    expect(Number(/(\d+)s/.exec(compose.foyer?.stop_grace_period ?? "")?.[1])).toBeGreaterThan(needed);
    const [, grace = ""] = /terminationGracePeriodSeconds: (\d+)/.exec(read("deploy/kubernetes.yaml")) ?? [];
    expect(Number(grace)).toBeGreaterThan(needed);
  });

  it.each(["nginx.conf", "Caddyfile", "haproxy.cfg", "traefik.yaml"])("hide metrics from visitors in %s", (file) => {
    const text = read(`deploy/${file}`).replace(/#.*$/gm, "");
    expect(text).toMatch(
      /location = \/metrics \{\s+return 404|respond \/metrics 404|deny_status 404 if \{ path \/metrics \}|!Path\(`\/metrics`\)/,
    );
  });

  it.each([
    ["nginx.conf", /keepalive_timeout (\d+)s/],
    ["Caddyfile", /keepalive (\d+)s/],
    ["traefik.yaml", /idleConnTimeout: (\d+)s/],
  ])("close idle connections in %s before the server does", (file, pattern) => {
    const [, kept = ""] = /keepAliveTimeout: ([\d_]+)/.exec(server) ?? [];
    const [, seconds = ""] = pattern.exec(read(`deploy/${file}`)) ?? [];
    expect(Number(seconds)).toBeGreaterThan(0);
    expect(Number(seconds) * 1000).toBeLessThan(Number(kept.replaceAll("_", "")));
  });

  it("sandbox the container on Kubernetes and set known variables only", () => {
    const kubernetes = read("deploy/kubernetes.yaml");
    for (const line of ["runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false"]) {
      expect(kubernetes).toContain(line);
    }
    expect(kubernetes).toMatch(/drop:\s+- ALL/);
    expectKnown([...kubernetes.matchAll(/- name: ([A-Z][A-Z0-9_]+)$/gm)].map(([, name = ""]) => name));
  });

  it("never retry a POST", () => {
    const nginx = read("deploy/nginx.conf").replace(/#.*$/gm, "");
    expect(nginx).toContain("X-Forwarded-For $proxy_add_x_forwarded_for");
    expect(nginx).not.toContain("non_idempotent");
  });
});
