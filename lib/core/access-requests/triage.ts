import { accessRequestNoteSchema, assignAccessRequestSchema, snoozeAccessRequestSchema } from "@/lib/values/queue";
import { askApplicantSchema } from "@/lib/values/request-questions";
import { idSchema } from "@/lib/values/tokens";
import { act } from "../kernel/act";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { canReview } from "./approvers";
import { changeAccessRequest, changeErrors, seenRequest } from "./change";
import { anyStatus, requestUrl, undecided, withNote } from "./request";
import { accessRequest, exampleRequest, exampleReviewer } from "./view";

const snoozeMaxSeconds = 366 * 24 * 60 * 60;
const exampleChanged = { ...exampleRequest, version: 1 };

/** Never reaches the applicant. */
export const addRequestNote = act({
  access: "reviewer",
  input: accessRequestNoteSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: changeErrors,
  example: { input: { note: "Met them at the fair." }, output: exampleChanged },
  async run(ctx, reviewer, { id, note }) {
    return changeAccessRequest(ctx, reviewer, { id, from: anyStatus }, async (_tx, request) =>
      ok({
        data: withNote(request, note),
        events: [{ kind: "note", text: note }],
        action: "access_request.noted",
      }),
    );
  },
});

export const assignRequest = act({
  access: "reviewer",
  input: assignAccessRequestSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [...changeErrors, "validation_failed"],
  example: {
    input: { assigneeId: exampleReviewer.id },
    output: { ...exampleChanged, assignee: exampleReviewer },
  },
  async run(ctx, reviewer, { assigneeId, id }) {
    const target = { id, from: anyStatus, names: { userId: assigneeId } };
    return changeAccessRequest<"validation_failed">(ctx, reviewer, target, async (tx) => {
      const data = { assigneeId };
      const action = "access_request.assigned";
      if (assigneeId === null) return ok({ data, events: [{ kind: "unassigned" }], action, details: { to: null } });
      const assignee = await tx.user.findFirst({ where: { id: assigneeId, ...canReview }, select: { name: true } });
      if (!assignee) return err("validation_failed", { fieldErrors: { assigneeId: ["reviewer"] } });
      return ok({ data, events: [{ kind: "assigned", text: assignee.name }], action, details: { to: assigneeId } });
    });
  },
});

/** Allows up to a year. */
export const snoozeRequest = act({
  access: "reviewer",
  input: snoozeAccessRequestSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [...changeErrors, "validation_failed"],
  example: {
    input: { until: "2026-10-07T08:00:00.000Z" },
    output: { ...exampleChanged, status: "snoozed", snoozedUntil: "2026-10-07T08:00:00.000Z" },
  },
  async run(ctx, reviewer, { id, version, until }) {
    const now = ctx.clock.now();
    if (until <= now || until > secondsAfter(now, snoozeMaxSeconds)) {
      return err("validation_failed", { fieldErrors: { until: ["snooze_until"] } });
    }
    return changeAccessRequest(ctx, reviewer, { id, version, from: undecided }, async () =>
      ok({
        data: { status: "SNOOZED", snoozedUntil: until },
        events: [{ kind: "snoozed", text: until.toISOString() }],
        action: "access_request.snoozed",
        details: { until: until.toISOString() },
      }),
    );
  },
});

export const wakeRequest = act({
  access: "reviewer",
  input: seenRequest,
  output: accessRequest,
  errors: changeErrors,
  example: { output: { ...exampleRequest, version: 2 } },
  async run(ctx, reviewer, { id, version }) {
    return changeAccessRequest(ctx, reviewer, { id, version, from: ["SNOOZED"] }, async (_tx, request) =>
      ok({
        data: { status: request.question === null ? "PENDING" : "NEEDS_INFO", snoozedUntil: null },
        events: [{ kind: "woken" }],
        action: "access_request.woken",
      }),
    );
  },
});

/** Emails the question unless the settings prevent it. */
export const askApplicant = act({
  access: "reviewer",
  input: askApplicantSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: changeErrors,
  example: {
    input: { question: "Which models do you want to route to?" },
    output: { ...exampleChanged, status: "needs_info" },
  },
  async run(ctx, reviewer, { id, version, question }) {
    return changeAccessRequest(ctx, reviewer, { id, version, from: undecided }, async (tx) =>
      ok({
        data: { status: "NEEDS_INFO", question, snoozedUntil: null, undoUntil: null, undoTo: null },
        events: [{ kind: "question_asked", text: question }],
        action: "access_request.question_asked",
        effect: async ({ email: to, name, organization, locale }) => {
          if (!(await getSettings(ctx, tx)).mailsQuestions) return;
          const props = { name, organization, question, url: requestUrl(ctx, id) };
          await ctx.mailer.enqueue(tx, { template: "more-information", to, locale, props }, { accessRequestId: id });
        },
      }),
    );
  },
});
