import { expect, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { listDocuments, readDocument } from "@/lib/api/documents";
import { writeCursor } from "@/lib/values/keyset";
import { type Inhabited, inhabited } from "@/tests/support/inhabited";

const id = "01a22538-ed9a-7284-b6b2-18d3c1812319";
const oddMoments = [
  "0000-01-01T00:00:00Z",
  "0000-12-31",
  "-000001-01-01T00:00:00.000Z",
  "-271821-04-20T00:00:00.000Z",
  "0001-01-01",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31",
  "9999-12-31T23:59:59.999-14:00",
  "+010000-01-01T00:00:00.000Z",
  "+275760-09-13T00:00:00.000Z",
  "-1",
  "0",
  "1",
  "1e21",
  "12345",
  "NaN",
  "Infinity",
  "now",
  "infinity",
  "-infinity",
  "2026-02-30T00:00:00Z",
  "2026-13-01",
  "2026-01-01T24:00:01Z",
  "2026-01-01T00:00:00",
  "01/01/0000",
  "1 BC",
  "",
  " ",
  "2026-01-01T00:00:00.000Z\u0000",
  "\u0660\u0660\u0662\u0666-01-01",
  "0000",
  "99999999999999999999",
];
const sorts = ["newest", "oldest", "name"];

function cursorsWith(moment: string): string[] {
  const joined = [moment, `${moment}_${id}`, `${moment}_1`];
  return [...joined, ...sorts.map((sort) => writeCursor(sort, moment, id))];
}

interface Parameter {
  in: string;
  name: string;
  schema?: unknown;
}

interface Listing {
  path: string;
  name: string;
  isCursor: boolean;
}

async function momentsOf({ test }: Inhabited): Promise<Listing[]> {
  const found: Listing[] = [];
  for (const link of listDocuments(test.app)) {
    const { paths } = (await readDocument(test.app, link)) as {
      paths: Record<string, { get?: { parameters?: Parameter[] } }>;
    };
    for (const [path, { get }] of Object.entries(paths)) {
      for (const { in: where, name, schema } of get?.parameters ?? []) {
        if (where !== "query") continue;
        const isCursor = name === "cursor";
        if (isCursor || /"format":"date(?:-time)?"/.test(JSON.stringify(schema))) found.push({ path, name, isCursor });
      }
    }
  }
  return found;
}

function idFor({ ids }: Inhabited, path: string): string {
  const [prefix = ""] = Object.keys(ids)
    .filter((known) => path.startsWith(known))
    .sort((one, other) => other.length - one.length);
  return ids[prefix] ?? id;
}

it("answers no odd year, day or cursor of any list with a fault of its own", async () => {
  const world = await inhabited();
  const api = createApi(world.test.app);
  const listings = await momentsOf(world);
  expect(new Set(listings.filter(({ isCursor }) => isCursor).map(({ path }) => path)).size).toBeGreaterThanOrEqual(7);
  expect(listings.filter(({ isCursor }) => !isCursor).length).toBeGreaterThanOrEqual(6);
  const faults: string[] = [];
  const answered = new Map<string, Set<number>>();
  for (const { path, name, isCursor } of listings) {
    const place = `http://localhost:3000${path.replace("{id}", idFor(world, path))}`;
    for (const value of oddMoments.flatMap((odd) => (isCursor ? cursorsWith(odd) : [odd]))) {
      const { status } = await api.request(`${place}?${new URLSearchParams({ [name]: value })}`, {
        headers: world.admin,
      });
      answered.set(path, (answered.get(path) ?? new Set()).add(status));
      if (status >= 500) faults.push(`${status} ${path} ${name}=${JSON.stringify(value)}`);
    }
  }
  expect(faults).toEqual([]);
  const closed = [...answered].filter(([, statuses]) => ![200, 400].some((status) => statuses.has(status)));
  expect(closed.map(([path]) => path)).toEqual([]);
});

it("refuses years of other calendars in every filter by time", async () => {
  const world = await inhabited();
  const api = createApi(world.test.app);
  const refused = ["0000-01-01T00:00:00Z", "0000-01-01", "-000001-01-01T00:00:00.000Z", "+010000-01-01T00:00:00.000Z"];
  for (const { path, name } of (await momentsOf(world)).filter(({ isCursor }) => !isCursor)) {
    const place = `http://localhost:3000${path.replace("{id}", idFor(world, path))}`;
    for (const value of refused) {
      const answer = await api.request(`${place}?${new URLSearchParams({ [name]: value })}`, { headers: world.admin });
      expect([path, name, value, answer.status]).toEqual([path, name, value, 400]);
    }
  }
}, 240_000);
