interface MailboxFamily {
  /** Matches the whole domain. */
  domains: RegExp;
  /** Replaces every domain. Absent: each domain has its own mailboxes. */
  domain?: string;
  /** Removed from the local part. */
  ignored?: RegExp;
  /** Replaced by a dot. */
  dots?: RegExp;
  /** Starts a tag, besides `+`. */
  tag?: string;
  /** `anything@user.domain` reaches `user@domain`. */
  isSubdomainUser?: boolean;
}

/** Sources: help pages of these providers. Outlook, Hotmail and Live are separate mailboxes. */
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

/** Never for sending: some hosts deliver `+` literally. */
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
  // All such names would be equal.
  if (plain === "") return untagged;
  return dots ? plain.replace(dots, ".") : plain;
}

/** A leading tag character isn't a tag. */
function withoutTag(local: string, tag: string | undefined): string {
  const start = tag === undefined ? -1 : local.indexOf(tag);
  return start > 0 ? local.slice(0, start) : local;
}
