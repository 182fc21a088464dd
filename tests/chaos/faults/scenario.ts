import { randomBytes } from "node:crypto";
import { Authenticator } from "./authenticator";
import type { Answer, Client } from "./client";
import type { Outcome, Person } from "./person";

type Step = (person: Person, admin: Client) => Promise<Outcome>;

const done = (written: Answer | "uncertain" | "done before"): Outcome =>
  written === "uncertain" ? "uncertain" : "done";
const is = (code: string) => (answer: Answer) => answer.code === code;
const newPassword = () => `correct horse ${randomBytes(6).toString("hex")}`;

const requestAccess: Step = async (person) =>
  done(
    await person.write("request-access", "access_request.submitted", () =>
      person.client.post("request-access", {
        email: person.email,
        name: "Jane Applicant",
        organization: "Green Field",
        buyerMode: "DIRECT_INFERENCE_VENDOR",
        useCase: "We route customer questions to models.",
      }),
    ),
  );

const approve: Step = async (person, admin) => {
  const found = await admin.get(`/dashboard/admin/access-requests?q=${encodeURIComponent(person.email)}`);
  if (person.history.isUncertain(found, "the queue")) return "uncertain";
  const items = (found.data.items ?? []) as { id: string; email: string; status: string }[];
  const request = items.find(({ email }) => email === person.email);
  if (!request) return "later";
  if (request.status === "approved" && person.isUncertain) {
    person.isUncertain = false;
    return "done";
  }
  return done(
    await person.write(
      "approve",
      "access_request.approved",
      () => admin.post(`/dashboard/admin/access-requests/${request.id}/approve`),
      is("REQUEST_ALREADY_DECIDED"),
    ),
  );
};

const register: Step = async (person) => {
  const token = person.token("signup");
  if (token === null) return "later";
  const { email, password } = person;
  const body = { email, password, name: "Jane Applicant", organization: "Green Field", approvalToken: token };
  const written = await person.write(
    "register",
    "user.registered",
    () => person.client.post("register", body),
    is("REGISTRATION_REQUIRES_APPROVAL"),
  );
  if (written === "uncertain") return "uncertain";
  person.hasRegistered = true;
  person.spent.push({ page: "signup", token });
  return "done";
};

const verify: Step = async (person) => {
  const token = person.token("verify-email");
  if (token === null) return "later";
  // A second verification writes nothing.
  const action = person.isUncertain ? null : "user.email_verified";
  const written = await person.write("verify", action, () => person.client.get(`verify?token=${token}`));
  if (written === "uncertain") return "uncertain";
  person.hasVerified = true;
  return "done";
};

const logIn: Step = async (person) => {
  const { email, password, authenticator } = person;
  const code = authenticator ? await authenticator.next() : undefined;
  if (code === null) return "later";
  const body = { email, password, ...(code === undefined ? {} : { code }) };
  const written = await person.write("login", "login.succeeded", () => person.client.post("login", body));
  if (typeof written === "object" && written.data.requiresMfa) {
    person.history.violate("half", `${person.email}: asked for a code without having MFA`);
  }
  return done(written);
};

// A refresh repeated with the same token returns the same session.
const refresh: Step = async (person) =>
  done(await person.write("refresh", null, () => person.client.post("refresh-token")));

const createProject: Step = async (person) => {
  if (person.isUncertain) {
    const list = await person.client.get("projects");
    if (person.history.isUncertain(list, "projects")) return "uncertain";
    const [known] = (list.data.items ?? []) as { id: string }[];
    person.isUncertain = false;
    if (known) {
      person.projectId = known.id;
      return "done";
    }
  }
  const written = await person.write("project", "project.created", () =>
    person.client.post("projects", { name: "Checkout" }),
  );
  if (typeof written === "object") person.projectId = String(written.data.id);
  return done(written);
};

const createKey: Step = async (person) => {
  const name = `key ${randomBytes(3).toString("hex")}`;
  const body = { name, projectIds: [person.projectId] };
  const written = await person.write("api key", "api_key.created", () => person.client.post("api-keys", body));
  if (typeof written === "object") person.keyName = name;
  return done(written);
};

const changePassword: Step = async (person) => {
  if (person.maybePassword !== null) {
    const settled = await person.settlePassword();
    person.isUncertain = settled === "uncertain";
    return settled;
  }
  const next = newPassword();
  const body = { currentPassword: person.password, newPassword: next };
  const written = await person.write("change password", "user.password_changed", () =>
    person.client.post("change-password", body),
  );
  if (written === "uncertain") person.maybePassword = next;
  else person.password = next;
  return done(written);
};

const setUpMfa: Step = async (person) => {
  const written = await person.write("mfa set-up", "mfa.set_up_started", () => person.client.post("mfa/setup"));
  if (typeof written === "object") person.authenticator = new Authenticator(String(written.data.secret));
  return done(written);
};

const enableMfa: Step = async (person) => {
  const code = await person.authenticator?.next();
  if (code === null) return "later";
  const accept = (answer: Answer) => answer.code === "MFA_ALREADY_ENABLED";
  return done(
    await person.write("mfa enable", "mfa.enabled", () => person.client.post("mfa/enable", { code }), accept),
  );
};

const askForReset: Step = async (person) => {
  person.resetsAsked += 1;
  const { email } = person;
  return done(await person.write("ask for reset", null, () => person.client.post("request-password-reset", { email })));
};

const resetPassword: Step = async (person) => {
  // A repeated request may have sent two links; the newest counts.
  const token = person.token("reset-password");
  if (token === null) return "later";
  const before = person.client.copy();
  const next = person.maybePassword ?? newPassword();
  const body = { token, password: next };
  const refused = (answer: Answer) => answer.code === "TOKEN_INVALID";
  person.maybePassword = next;
  const wasUncertain = person.isUncertain;
  const answer = await person.client.post("reset-password", body);
  if (refused(answer) && !wasUncertain && person.resetsAsked > 1) return "later";
  const written = await person.write("reset", "user.password_reset", async () => answer, refused);
  if (written === "uncertain") return "uncertain";
  if (written === "done before") {
    // Used by an attempt without an answer.
    const hasEffect = await person.hasPassword(next);
    if (hasEffect === "unknown") {
      person.isUncertain = true;
      return "uncertain";
    }
    if (!hasEffect && person.resetsAsked > 1) {
      // Replaced by a link still on its way; a third request settles it.
      person.maybePassword = null;
      person.step -= 1;
      return "later";
    }
    if (!hasEffect) person.history.violate("half", `${person.email}: a reset link was spent without its effect`);
  }
  person.password = next;
  person.maybePassword = null;
  person.spent.push({ page: "reset-password", token });
  person.ended.push({ by: "reset", client: before });
  return "done";
};

const logOut: Step = async (person) => {
  const before = person.client.copy();
  // A repetition ends nothing more.
  const action = person.isUncertain ? null : "session.logged_out";
  const written = await person.write("logout", action, () => person.client.post("logout"));
  if (written === "uncertain") return "uncertain";
  person.ended.push({ by: "logout", client: before });
  return "done";
};

/** Every kind of write of the native API, from request to sign-out. */
export const scenario: readonly Step[] = [
  requestAccess,
  approve,
  register,
  verify,
  logIn,
  refresh,
  createProject,
  createKey,
  changePassword,
  refresh,
  setUpMfa,
  enableMfa,
  askForReset,
  resetPassword,
  logIn,
  refresh,
  logOut,
];

export async function advance(person: Person, admin: Client): Promise<Outcome | "over"> {
  const step = scenario[person.step];
  if (!step) return "over";
  const outcome = await step(person, admin);
  if (outcome === "done") person.step += 1;
  return outcome;
}
