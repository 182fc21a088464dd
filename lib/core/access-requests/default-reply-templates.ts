import type { ReplyTemplateKindValue } from "@/lib/values/settings";

export interface ReplyTemplateView {
  /** `default-…` for what comes with the product. */
  id: string;
  kind: ReplyTemplateKindValue;
  title: string;
  text: string;
  isDefault: boolean;
}

type Words = Omit<ReplyTemplateView, "isDefault">;

/** What an instance begins with. Its admins write their own, in their applicants' language. */
const words: Words[] = [
  {
    id: "default-welcome",
    kind: "approval_note",
    title: "Welcome",
    text: "Welcome. If anything is unclear on your first day, answer to the person who invited you.",
  },
  {
    id: "default-colleagues",
    kind: "approval_note",
    title: "Invite your colleagues",
    text: "Welcome. Once you are in, you can invite your colleagues on the Team page.",
  },
  {
    id: "default-not-a-fit",
    kind: "rejection_reason",
    title: "Not a fit at present",
    text: "What you describe is not something that we can serve well at present.",
  },
  {
    id: "default-work-address",
    kind: "rejection_reason",
    title: "Please use a work address",
    text: "We can give access to organizations only. Please send the request again from your work address.",
  },
  {
    id: "default-region",
    kind: "rejection_reason",
    title: "Not in your region yet",
    text: "We cannot offer this in your region yet.",
  },
  {
    id: "default-use-case",
    kind: "question",
    title: "More about the use",
    text: "What do you want to do with it, and for whom? Two or three sentences are enough.",
  },
  {
    id: "default-volume",
    kind: "question",
    title: "How much",
    text: "Roughly how much use do you expect in the first month?",
  },
  {
    id: "default-organization",
    kind: "question",
    title: "Which organization",
    text: "Which organization do you belong to, and what is your part in it?",
  },
];

export const defaultReplyTemplates: ReplyTemplateView[] = words.map((word) => ({ ...word, isDefault: true }));
