import { describe, expect, it } from "vitest";
import { createUser, testPassword, uniqueEmail } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { addMember, inviteTo, testTeam } from "@/tests/support/team";

async function signedIn(options: Parameters<typeof testTeam>[0] = {}) {
  const team = await testTeam(options);
  const api = new NativeClient(team.test);
  await api.signIn(team.owner.user);
  return { ...team, api };
}

describe("GET and PATCH team", () => {
  it("200: members by role, then the open invitations", async () => {
    const { test, owner, api } = await signedIn();
    const member = await addMember(test, owner, "member");
    const email = uniqueEmail();
    const { id } = await inviteTo(test, owner, email, "admin");
    expect((await api.get("team")).data).toEqual({
      tenant: { id: owner.user.tenantId, name: "Blue Harbour" },
      members: [
        {
          id: owner.user.id,
          name: "Olive Owner",
          email: owner.user.email,
          role: "owner",
          joinedAt: "2026-03-02T09:00:00.000Z",
          isYou: true,
        },
        {
          id: member.user.id,
          name: "Mo Member",
          email: member.user.email,
          role: "member",
          joinedAt: "2026-03-02T09:00:00.000Z",
          isYou: false,
        },
      ],
      invitations: [
        {
          id,
          email,
          role: "admin",
          invitedBy: "Olive Owner",
          sentAt: "2026-03-02T09:00:00.000Z",
          expiresAt: "2026-03-16T09:00:00.000Z",
        },
      ],
    });
  });

  it("renames the organization; 403 to a member", async () => {
    const { test, owner, api } = await signedIn();
    const renamed = await api.patch("team", { name: "  Green Harbour " });
    expect(renamed.data).toEqual({ id: owner.user.tenantId, name: "Green Harbour" });
    const member = api.another();
    await member.signIn((await addMember(test, owner, "member")).user);
    expect(await member.patch("team", { name: "Mine" })).toMatchObject({
      status: 403,
      error: { code: "OWNER_REQUIRED" },
    });
    expect((await member.get("team")).data).toMatchObject({ tenant: { name: "Green Harbour" }, invitations: [] });
  });
});

describe("POST team/invitations and its acts", () => {
  it("201, 200 again, 200 withdrawn, then 404", async () => {
    const { test, api } = await signedIn();
    const email = uniqueEmail();
    const sent = await api.post("team/invitations", { email: email.toUpperCase(), role: "member" });
    expect(sent).toMatchObject({ status: 201, data: { expiresAt: "2026-03-16T09:00:00.000Z" } });
    expect(JSON.stringify(sent.data)).not.toContain(await test.mails.lastToken(email, "invitation"));
    const path = `team/invitations/${textAt(sent, "id")}`;
    test.clock.advance({ minutes: 5 });
    expect((await api.post(`${path}/resend`)).data).toEqual({ expiresAt: "2026-03-16T09:05:00.000Z" });
    expect(await api.delete(path)).toMatchObject({ status: 200, data: null });
    const gone = { status: 404, error: { code: "INVITATION_NOT_FOUND" } };
    expect(await api.delete(path)).toMatchObject(gone);
    expect(await api.post(`${path}/resend`)).toMatchObject(gone);
  });

  it("409 for a member's address, 400 for an unknown role, 429 after three mails an hour to one address", async () => {
    const { api, owner } = await signedIn({ limits: "counting" });
    const own = { email: owner.user.email, role: "member" };
    expect(await api.post("team/invitations", own)).toMatchObject({ status: 409, error: { code: "ALREADY_MEMBER" } });
    const wrong = await api.post("team/invitations", { email: uniqueEmail(), role: "root" });
    expect(Object.keys(wrong.error?.fieldErrors ?? {})).toEqual(["role"]);
    const body = { email: uniqueEmail(), role: "member" };
    for (let count = 0; count < 3; count += 1) expect((await api.post("team/invitations", body)).status).toBe(201);
    const refused = await api.post("team/invitations", body);
    expect(refused).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" } });
    expect(refused.headers.get("retry-after")).toBe("3600");
  });

  it("answers another tenant's ids like unknown ones", async () => {
    const { test, api, owner } = await signedIn();
    const { id } = await inviteTo(test, owner, uniqueEmail());
    const stranger = api.another();
    await stranger.signIn(await createUser(test));
    const notFound = { status: 404, error: { code: "INVITATION_NOT_FOUND" } };
    expect(await stranger.delete(`team/invitations/${id}`)).toMatchObject(notFound);
    expect(await stranger.post(`team/invitations/${id}/resend`)).toMatchObject(notFound);
    const nobody = { status: 404, error: { code: "MEMBER_NOT_FOUND" } };
    for (const member of [owner.user.id, "unknown"]) {
      expect(await stranger.patch(`team/members/${member}`, { role: "member" })).toMatchObject(nobody);
      expect(await stranger.delete(`team/members/${member}`)).toMatchObject(nobody);
    }
  });
});

describe("POST team/register and POST team/join", () => {
  it("201 with a new account, which is signed in by login alone; 400 the second time", async () => {
    const { test, owner, api } = await signedIn();
    const email = uniqueEmail();
    const { token } = await inviteTo(test, owner, email);
    const newcomer = api.another();
    const body = { token, name: "Nia New", password: testPassword };
    const short = await newcomer.post("team/register", { ...body, password: "short" });
    expect(short).toMatchObject({ status: 400, error: { code: "PASSWORD_REJECTED" } });
    const joined = await newcomer.post("team/register", body);
    expect(joined).toMatchObject({ status: 201, setCookies: [] });
    expect(joined.data).toEqual({ tenant: { id: owner.user.tenantId, name: "Blue Harbour" }, email });
    expect(await newcomer.post("team/register", body)).toMatchObject({ status: 400, error: { code: "TOKEN_INVALID" } });
    expect((await newcomer.post("login", { email, password: testPassword })).data).toMatchObject({
      user: { role: "member", emailVerified: true, tenant: { name: "Blue Harbour" } },
    });
  });

  it("200 with an account of the address; 409 and 400 for the others", async () => {
    const { test, owner, api } = await signedIn();
    const known = await createUser(test);
    const { token } = await inviteTo(test, owner, known.email, "admin");
    const body = { token, name: "Nia New", password: testPassword };
    expect(await api.post("team/register", body)).toMatchObject({ status: 409, error: { code: "EMAIL_TAKEN" } });
    expect(await api.post("team/join", { token })).toMatchObject({ status: 400, error: { code: "TOKEN_INVALID" } });
    const person = api.another();
    await person.signIn(known);
    expect((await person.post("team/join", { token })).status).toBe(200);
    expect((await person.get("profile")).data).toMatchObject({ role: "admin", tenant: { name: "Blue Harbour" } });
  });
});

describe("roles, removal, leaving", () => {
  it("PATCH team/members/:id 200 at once; 409 for the last owner; 403 without a recent proof", async () => {
    const { test, owner, api } = await signedIn();
    const { user } = await addMember(test, owner, "member");
    const member = api.another();
    await member.signIn(user);
    expect((await api.patch(`team/members/${user.id}`, { role: "admin" })).status).toBe(200);
    expect((await member.get("profile")).data).toMatchObject({ role: "admin" });
    const self = await api.patch(`team/members/${owner.user.id}`, { role: "member" });
    expect(self).toMatchObject({ status: 409, error: { code: "LAST_OWNER" } });
    expect(await api.post("team/leave")).toMatchObject({ status: 409, error: { code: "LAST_OWNER" } });
    test.clock.advance({ minutes: 11 });
    const late = { status: 403, error: { code: "STEP_UP_REQUIRED" } };
    expect(await api.patch(`team/members/${user.id}`, { role: "member" })).toMatchObject(late);
    expect(await api.delete(`team/members/${user.id}`)).toMatchObject(late);
    expect(await api.post("team/transfer-ownership", { memberId: user.id })).toMatchObject(late);
    expect(await api.post("team/leave")).toMatchObject(late);
  });

  it("DELETE team/members/:id 200: the removed person's next request is 401", async () => {
    const { test, owner, api } = await signedIn();
    const { user } = await addMember(test, owner, "member");
    const member = api.another();
    await member.signIn(user);
    expect((await api.delete(`team/members/${user.id}`)).status).toBe(200);
    expect((await member.get("profile")).status).toBe(401);
  });

  it("POST team/transfer-ownership, then the first owner leaves and stays signed in", async () => {
    const { test, owner, api } = await signedIn();
    const { user } = await addMember(test, owner, "member");
    expect((await api.post("team/transfer-ownership", { memberId: user.id })).status).toBe(200);
    expect((await api.get("profile")).data).toMatchObject({ role: "admin" });
    expect((await api.post("team/leave")).status).toBe(200);
    expect((await api.get("profile")).data).toMatchObject({ role: "owner", tenant: { name: "Olive Owner" } });
  });
});
