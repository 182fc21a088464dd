import { Client } from "./client";
import { mailedTokens } from "./installation";
import type { Load } from "./load";
import type { Person } from "./person";

const atOnce = 4;

/** Checks every acknowledged write through the API. */
export async function checkHistory(load: Load): Promise<void> {
  const waiting = [...load.people];
  const check = async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) await checkPerson(person);
  };
  await Promise.all(Array.from({ length: atOnce }, check));
}

async function checkPerson(person: Person): Promise<void> {
  const { email, history, installation } = person;
  await person.settlePassword();
  if (person.hasVerified) await checkAccount(person);
  for (const { by, client } of person.ended) {
    for (const answer of [await client.get("profile"), await client.post("refresh-token")]) {
      if (answer.status !== 401)
        history.violate("half", `${email}: a session that ${by} ended answers ${answer.status}`);
    }
  }
  for (const { page, token } of person.spent) await spendAgain(person, page, token);
  if (!person.hasRegistered) return;
  for (const token of mailedTokens(installation.resend.deliveries, email, "signup"))
    await spendAgain(person, "signup", token);
}

async function checkAccount(person: Person): Promise<void> {
  const { email, history, password, installation } = person;
  const client = new Client(installation.url);
  const first = await client.post("login", { email, password });
  const hasMfa = first.data.requiresMfa === true;
  // A lost answer to the set-up leaves MFA unknown.
  const wasPromised = history.promised.some(({ who, action }) => who === email && action === "mfa.enabled");
  if (first.status !== 200) return history.violate("lost", `${email}: cannot sign in, ${first.status} ${first.code}`);
  if (hasMfa !== wasPromised && !(hasMfa && person.authenticator)) {
    history.violate(hasMfa ? "half" : "lost", `${email}: MFA is ${hasMfa ? "on" : "off"}`);
  }
  const code = hasMfa ? await person.authenticator?.next() : undefined;
  // Every current step is used, so a code has already signed in.
  if (code === null) return;
  const { mfaTicket } = first.data;
  const second = hasMfa ? await client.post("login/mfa-verify", { mfaTicket, code }) : first;
  if (second.status !== 200)
    return history.violate("lost", `${email}: a code is refused, ${second.status} ${second.code}`);
  const [keys, projects] = [await client.get("api-keys"), await client.get("projects")];
  const names = ((keys.data.apiKeys ?? []) as { name: string }[]).map(({ name }) => name);
  if (person.keyName !== "" && !names.includes(person.keyName)) history.violate("lost", `${email}: API key`);
  const ids = ((projects.data.items ?? []) as { id: string }[]).map(({ id }) => id);
  if (person.projectId !== "" && !ids.includes(person.projectId)) history.violate("lost", `${email}: project`);
}

async function spendAgain({ email, history, installation }: Person, page: string, token: string): Promise<void> {
  const client = new Client(installation.url);
  const password = "correct horse battery again";
  const answer =
    page === "signup"
      ? await client.post("register", { email, password, name: "J", organization: "G", approvalToken: token })
      : await client.post("reset-password", { token, password });
  if (answer.status < 300) history.violate("double", `${email}: a token for ${page} was spent twice`);
}
