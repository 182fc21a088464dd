/** Pages of emailed links and tickets, with invalid tokens. */
export const invalidLinks = [
  "/login/link?ticket=made-up",
  "/signup/sso?ticket=made-up",
  "/confirm-email-change?token=made-up",
  "/undo-email-change?token=made-up",
  "/not-me?token=made-up",
  "/sign-in-here?token=made-up",
  "/keep-mfa?token=made-up",
  "/keep-account?token=made-up",
  "/confirm-request?token=made-up",
];
