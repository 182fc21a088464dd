import { type Caller, call, cookiesOf, password, signIn, timed } from "../harness";

export interface Target {
  size: number;
  url: string;
  /** Email addresses of accounts that can sign in. */
  people: string[];
  admin: Caller;
  members: Caller[];
}

/** Returns milliseconds. */
export type Operation = (target: Target, turn: number) => Promise<number>;

const pick = <Value>(values: readonly Value[], turn: number): Value => values[turn % values.length] as Value;
const get = (path: (target: Target, turn: number) => string): Operation => {
  return (target, turn) => timed(200, () => call(target.admin, path(target, turn)));
};

export const operations: Record<string, Operation> = {
  login: ({ people, url }, turn) =>
    timed(200, () => call({ url, cookies: "" }, "/auth/login", { email: pick(people, turn), password })),
  profile: ({ members }, turn) => timed(200, () => call(pick(members, turn), "/auth/profile")),
  refresh: async ({ members }, turn) => {
    const member = pick(members, turn);
    return timed(200, async () => {
      const answer = await call(member, "/auth/refresh-token", {});
      if (answer.status === 200) member.cookies = cookiesOf(answer);
      return answer;
    });
  },
  "queue page": get(() => "/admin/access-requests?tab=new"),
  "user search": get(({ people }, turn) => `/admin/users?q=${encodeURIComponent(pick(people, turn))}`),
  "audit page": get(() => "/admin/audit"),
};

export async function openTarget(
  size: number,
  url: string,
  people: string[],
  adminEmail: string,
  width: number,
): Promise<Target> {
  const members: Caller[] = [];
  for (const email of people.slice(0, width * 2)) members.push(await signIn(url, email));
  return { size, url, people, members, admin: await signIn(url, adminEmail) };
}
