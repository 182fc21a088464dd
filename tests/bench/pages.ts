import { getAccessRequest } from "@/lib/core/access-requests/detail";
import { listAccessRequests } from "@/lib/core/access-requests/queue";
import { getStats } from "@/lib/core/access-requests/statistics";
import { listUsers } from "@/lib/core/accounts/users";
import { listAuditEvents } from "@/lib/core/audit/audit-events";
import type { AdminActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listMails } from "@/lib/core/mail/mails";
import { listAuditSchema } from "@/lib/values/audit";
import { listMailsSchema } from "@/lib/values/mails";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { statsSchema } from "@/lib/values/stats";
import { listUsersSchema } from "@/lib/values/users";

type Read = (ctx: CoreContext, admin: AdminActor) => Promise<unknown>;

const queue = (input: Partial<Record<keyof typeof listAccessRequestsSchema.shape, string>>): Read => {
  const parsed = listAccessRequestsSchema.parse(input);
  return (ctx, admin) => listAccessRequests(ctx, admin, parsed);
};

/** The fourth page of a list, reached by cursor. */
async function deep<Input extends { cursor?: string | undefined }>(
  input: Input,
  list: (input: Input) => Promise<{ nextCursor: string | null }>,
): Promise<Input> {
  let at = input;
  for (let page = 0; page < 3; page += 1) {
    const { nextCursor } = await list(at);
    if (nextCursor === null) break;
    at = { ...at, cursor: nextCursor };
  }
  return at;
}

/** The reads of the console's busiest pages; `prepare` isn't measured. */
export const pages: [name: string, prepare: (ctx: CoreContext, admin: AdminActor) => Promise<Read>][] = [
  ...(["new", "waiting", "snoozed", "approved", "invited", "joined", "expired", "rejected", "all"] as const).map(
    (tab): (typeof pages)[number] => [`Queue, ${tab}`, async () => queue({ tab })],
  ),
  ...(["new", "all"] as const).flatMap((tab) =>
    (["age", "-age", "domain", "organization"] as const).map((sort): (typeof pages)[number] => [
      `Queue, ${tab}, by ${sort}`,
      async () => queue({ tab, sort }),
    ]),
  ),
  [
    "Queue, all, fourth page",
    async (ctx, admin) => {
      const input = await deep(listAccessRequestsSchema.parse({ tab: "all" }), (at) =>
        listAccessRequests(ctx, admin, at).then(alwaysOk),
      );
      return () => listAccessRequests(ctx, admin, input);
    },
  ],
  ["Queue, search by a word", async () => queue({ q: "invoices of 3f2" })],
  ["Queue, search by name", async () => queue({ tab: "all", q: "abcde" })],
  ["Queue, search that finds nothing", async () => queue({ tab: "all", q: "zzzzzz" })],
  ["Queue, search by @domain", async () => queue({ tab: "all", q: "@gmail.com" })],
  ["Queue, new, free email only", async () => queue({ tab: "new", domainKind: "free" })],
  ["Queue, new, mine", async () => queue({ tab: "new", assignee: "me" })],
  ["Queue, decided by me", async () => queue({ tab: "all", decidedBy: "me" })],
  ["Queue, expiring links", async () => queue({ tokenState: "expiring" })],
  [
    "One request with all around it",
    async (ctx, admin) => {
      const { items } = alwaysOk(await listAccessRequests(ctx, admin, listAccessRequestsSchema.parse({ tab: "new" })));
      const id = items[0]?.id ?? "";
      return () => getAccessRequest(ctx, admin, { id });
    },
  ],
  ...(["newest", "oldest", "name", "email"] as const).map((sort): (typeof pages)[number] => [
    `Users, by ${sort}`,
    async () => (ctx, admin) => listUsers(ctx, admin, listUsersSchema.parse({ sort })),
  ]),
  ["Users, search", async () => (ctx, admin) => listUsers(ctx, admin, listUsersSchema.parse({ q: "abcde" }))],
  [
    "Users, unverified",
    async () => (ctx, admin) => listUsers(ctx, admin, listUsersSchema.parse({ state: "unverified" })),
  ],
  ["Users, admins", async () => (ctx, admin) => listUsers(ctx, admin, listUsersSchema.parse({ role: "admin" }))],
  ["Emails", async () => (ctx, admin) => listMails(ctx, admin, listMailsSchema.parse({}))],
  ["Emails, failed", async () => (ctx, admin) => listMails(ctx, admin, listMailsSchema.parse({ state: "failed" }))],
  [
    "Emails, to an address",
    async () => (ctx, admin) => listMails(ctx, admin, listMailsSchema.parse({ to: "a77@gmail.com" })),
  ],
  [
    "Emails, to a part of an address",
    async () => (ctx, admin) => listMails(ctx, admin, listMailsSchema.parse({ to: "a777" })),
  ],
  ...(
    [
      ["newest", {}],
      ["one act", { action: "login.failed" }],
      ["a group of acts", { action: "sign_in" }],
      ["one person", { person: "u3@gmail.com" }],
      ["one address", { ip: "203.0.113.77" }],
    ] as const
  ).map(([name, filter]): (typeof pages)[number] => [
    `Audit log, ${name}`,
    async () => (ctx, admin) => listAuditEvents(ctx, admin, listAuditSchema.parse(filter)),
  ]),
  ...([7, 90] as const).map((days): (typeof pages)[number] => [
    `Overview of ${days} days`,
    async () => (ctx, admin) => getStats(ctx, admin, statsSchema.parse({ days: String(days) })),
  ]),
];

/** Statistics may read their whole time span; other pages may not. */
export function mayCount(name: string): boolean {
  return name.startsWith("Overview");
}
