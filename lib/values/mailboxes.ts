/** How one provider's addresses lead to mailboxes, beside the `+tag` that is left out everywhere. */
interface MailboxFamily {
  /** Matches the provider's whole domain. */
  domains: RegExp;
  /** The domain that stands for all of them. Absent: each domain has mailboxes of its own. */
  domain?: string;
  /** What the local part may have or lack. */
  ignored?: RegExp;
  /** Written for each other in the local part: every one becomes a dot. */
  dots?: RegExp;
  /** A second character that starts a tag. */
  tag?: string;
  /** `anything@user.domain` reaches `user@domain`. */
  isSubdomainUser?: boolean;
}

/**
 * Sources: the help pages of Google, Proton, Apple, Yandex, Tuta, Posteo, Yahoo, Fastmail, addy.io, SimpleLogin and
 * Firefox Relay. Outlook, Hotmail and Live aren't here: each of their names is a mailbox of its own. A provider that
 * gives a name to different people at different domains counts as one family all the same: who has one may get the others.
 */
const families: readonly MailboxFamily[] = [
  { domains: /^(?:gmail|googlemail)\.com$/, domain: "gmail.com", ignored: /\./g },
  { domains: /^(?:proton\.me|protonmail\.com|protonmail\.ch|pm\.me)$/, domain: "proton.me", ignored: /[._-]/g },
  { domains: /^(?:icloud|me|mac)\.com$/, domain: "icloud.com" },
  { domains: /^(?:yandex\.(?:com?\.)?[a-z]{2,3}|ya\.ru)$/, domain: "yandex.ru", dots: /-/g },
  { domains: /^(?:tuta\.com|tuta\.io|tutanota\.com|tutanota\.de|tutamail\.com|keemail\.me)$/, domain: "tuta.com" },
  { domains: /^posteo\.(?:co\.)?[a-z]{2,4}$/, domain: "posteo.de" },
  { domains: /^(?:yahoo\.(?:com?\.)?[a-z]{2,3}|ymail\.com|rocketmail\.com|myyahoo\.com)$/, tag: "-" },
  { domains: /^(?:fastmail\.[a-z]{2,4}|eml\.cc|imap\.cc|sent\.com)$/, isSubdomainUser: true },
  {
    domains:
      /^(?:anonaddy\.(?:com|me)|addy\.io|simplelogin\.(?:co|com)|aleeas\.com|slmail\.me|8alias\.com|mozmail\.com)$/,
    isSubdomainUser: true,
  },
];

/**
 * One spelling for all that reach the same mailbox, as far as its provider's rules are known. To compare and count people
 * by, never to send to: some hosts treat a plus like any other letter.
 */
export function canonicalMailbox(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  const [user = "", ...labels] = domain.split(".");
  const parent = labels.join(".");
  if (families.some(({ domains, isSubdomainUser }) => isSubdomainUser && domains.test(parent)))
    return `${user}@${parent}`;
  const family = families.find(({ domains }) => domains.test(domain));
  const local = canonicalLocal(email.slice(0, at), family);
  return `${local}@${family?.domain ?? domain}`;
}

function canonicalLocal(typed: string, { ignored, dots, tag }: Partial<MailboxFamily> = {}): string {
  const untagged = withoutTag(withoutTag(typed, "+"), tag);
  const plain = ignored ? untagged.replace(ignored, "") : untagged;
  // Nothing but what is ignored is a name after all: otherwise such people would be one.
  if (plain === "") return untagged;
  return dots ? plain.replace(dots, ".") : plain;
}

/** A tag follows a name: what starts with one is left as it is. */
function withoutTag(local: string, tag: string | undefined): string {
  const start = tag === undefined ? -1 : local.indexOf(tag);
  return start > 0 ? local.slice(0, start) : local;
}
