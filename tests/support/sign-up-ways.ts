import { signUp } from "@/app/(public)/signup/actions";
import { confirmEmail } from "@/app/(public)/verify-email/actions";
import { balance } from "@/lib/api/balance/api";
import { panguard } from "@/lib/api/panguard/api";
import { quazzar } from "@/lib/api/quazzar/api";
import { BearerClient } from "./bearer-client";
import { NativeClient } from "./native-client";
import type { TestContext } from "./test-context";
import { openBrowser } from "./web-request";

export interface Person {
  name: string;
  organization: string;
  password: string;
  ip: string;
  userAgent: string;
}

const people = {
  owner: { name: "Olive Owner", organization: "Olive Ltd", password: "OwnersChoice1", ip: "203.0.113.10" },
  stranger: { name: "Mal Lory", organization: "Lory Mining", password: "StrangersPick2", ip: "198.51.100.20" },
  third: { name: "Thea Third", organization: "Third Party", password: "ThirdsSecret3", ip: "198.51.100.30" },
};

export function person(who: keyof typeof people, again = false): Person {
  const { password, ...rest } = people[who];
  return { ...rest, password: again ? `${password}Again` : password, userAgent: `${who}/1.0` };
}

export interface Way {
  register(email: string, who: Person): Promise<{ status: number; answer: unknown; headers?: Headers }>;
  /** `as`: another browser than the one that registered is asked for the password. */
  verify(token: string, as: Person): Promise<boolean>;
}

export const from = ({ ip, userAgent }: Person) => ({ headers: { "x-forwarded-for": ip, "user-agent": userAgent } });

function nativeVerify(test: TestContext) {
  return async (token: string) => (await new NativeClient(test).get(`verify?token=${token}`)).status === 200;
}

export const signUpWays: Record<string, (test: TestContext) => Way> = {
  native: (test) => ({
    async register(email, who) {
      const { name, organization, password } = who;
      const api = new NativeClient(test);
      const { status, data, headers } = await api.post("register", { email, name, organization, password }, from(who));
      return { status, answer: data, headers };
    },
    verify: nativeVerify(test),
  }),
  Balance: (test) => ({
    async register(email, who) {
      const [firstName, lastName] = who.name.split(" ");
      const sent = { email, password: who.password, firstName, lastName, companyName: who.organization };
      const { status, body, headers } = await new BearerClient(test, balance).post("/register", sent, from(who));
      return { status, answer: body, headers };
    },
    verify: async (token) => (await new BearerClient(test, balance).get(`/verify?token=${token}`)).status === 200,
  }),
  Panguard: (test) => ({
    async register(email, who) {
      const sent = { email, password: who.password, name: who.name };
      const { status, body, headers } = await new BearerClient(test, panguard).post("/register", sent, from(who));
      return { status, answer: body, headers };
    },
    verify: nativeVerify(test),
  }),
  Quazzar: (test) => ({
    async register(email, who) {
      const sent = { email, password: who.password, full_name: who.name, company_name: who.organization };
      const { status, body, headers } = await new BearerClient(test, quazzar).post("/auth/register", sent, from(who));
      return { status, answer: body, headers };
    },
    verify: nativeVerify(test),
  }),
  "the browser": (test) => ({
    async register(email, { ip, userAgent, ...input }) {
      const browser = openBrowser(test);
      browser.headers.set("x-forwarded-for", ip);
      browser.headers.set("user-agent", userAgent);
      const answer = await signUp({ ...input, email });
      return { status: answer.ok ? 201 : 400, answer };
    },
    async verify(token, { password }) {
      openBrowser(test);
      return (await confirmEmail({ token, password })).ok;
    },
  }),
};
