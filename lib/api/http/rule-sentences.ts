/** English sentences for rule names, for answers to programs. The pages have their own, localised (`rules` messages). */
const sentences: Record<string, string> = {
  required: "This field is required.",
  type: "This field has the wrong type.",
  choice: "This is not one of the accepted values.",
  range: "This number is out of range.",
  invalid: "This value is not valid.",
  unknown_field: "This field is not accepted here.",
  too_long: "This is too long.",
  plain_text: "Control characters and broken text are not accepted.",
  email: "This is not an e-mail address in plain form.",
  email_unchanged: "This is already the account's address.",
  password_too_short: "A password has at least 8 characters.",
  password_too_long: "A password has at most 128 characters.",
  password_guessable: "This password is too easy to guess.",
  password_same: "The new password must differ from the current one.",
  totp_code: "A code has six digits.",
  totp_code_wrong: "This code is not valid, or it was used already.",
  second_factor_code: "This is neither a six-digit code nor a recovery code.",
  phone: "This is not a phone number.",
  buyer_mode: "This buyer mode does not exist here.",
  id: "This is not an id.",
  rule_pattern: "Name domains such as acme.com, or whole addresses.",
  rule_order: "Name every rule once. The rules may have changed meanwhile.",
  slug: "Use lower-case letters, digits and hyphens.",
  slug_taken: "Another project has this slug.",
  expiry_past: "This moment is in the past.",
  project_required: "Name at least one project.",
  moment: "This is not a moment as ISO 8601 has it.",
  day: "This is not a day such as 2026-03-31.",
  webhook_url: "This is not an https: address without credentials.",
  webhook_private: "This address is inside a private network; WEBHOOK_ALLOW_PRIVATE=on allows that.",
  event_required: "Name at least one event.",
  overlap: "Between 0 and 168 hours.",
  too_many: "At most 100 at once.",
  twice: "One id is given twice.",
  snooze_until: "A moment in the future, a year ahead at most.",
  reviewer: "This is nobody who may decide on requests.",
  tenant: "There is no such tenant.",
  other_request: "This must be another request that is not itself a duplicate.",
  free_mail_domain: "Free-mail domains cannot be blocked as a whole.",
  request_address: "This is not the request's address.",
  confirmation: "Type: delete.",
  one_password: "Give the new password once, as password or newPassword.",
  json: "The body is not valid JSON.",
  json_object: "The body must be a JSON object.",
  json_depth: "The body is nested too deeply.",
  json_duplicate_key: "This field is given twice.",
  encoding: "This is not valid UTF-8.",
  duplicate_parameter: "This parameter is given twice.",
};

export function sentenceOf(rule: string): string {
  return sentences[rule] ?? "This value is not valid.";
}

export function sentencesOf(fieldErrors: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fieldErrors).map(([field, rules]) => [field, rules.map(sentenceOf)]));
}
