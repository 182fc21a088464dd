import { sendTestMail } from "@/lib/core/mail/mail-templates";
import { cancelMail, getMail, listMails, retryMail } from "@/lib/core/mail/mails";
import { get, post } from "./routes";

export const mailEndpoints = [
  get("/mails", listMails, "List emails", {
    description:
      "Newest first. `to` is an address or part of one. `since` and `until` are UTC days. `accessRequestId` finds the emails about one request.",
  }),
  get("/mails/{id}", getMail, "Get an email", {
    description: "Includes its text, without the secret parts of its links.",
  }),
  post("/mails/{id}/retry", retryMail, "Resend a failed email", {
    description: "Returns it to the queue. Fails if its link has expired.",
    message: "Email queued.",
  }),
  post("/mails/{id}/cancel", cancelMail, "Cancel a queued email", {
    description: "Emails that tell people what happened to their account or organization can't be canceled.",
    message: "Email canceled.",
  }),
  post("/mails/test", sendTestMail, "Send a test email", {
    description: "To your own address, through the queue. Get the email by its id to see its status.",
    status: 202,
    message: "Test email queued.",
  }),
];
