import listed from "email-providers/all.json";

/** What the list does not have: newer providers, providers of internet access, and forwarding addresses. */
const more = [
  ...["012.net.il", "139.com", "189.cn", "1und1.de", "a1.net", "addy.io", "anonaddy.com", "aon.at", "atlas.cz"],
  ...["au.com", "biglobe.ne.jp", "chello.at", "citromail.hu", "ctemplar.com", "disroot.org", "duck.com"],
  ...["eclipso.de", "ewe.net", "fastmail.com", "fastwebnet.it", "firemail.de", "hispeed.ch", "inbox.lt"],
  ...["inode.at", "interia.eu", "internet.ru", "iol.pt", "jazztel.es", "kakao.com", "keemail.me"],
  ...["kolabnow.com", "magenta.de", "mail.bg", "mail.de", "mailfence.com", "meta.ua", "movistar.es"],
  ...["mozmail.com", "myyahoo.com", "netcologne.de", "nifty.com", "ocn.ne.jp", "onet.eu", "online.no"],
  ...["ono.com", "op.pl", "passport.com", "posteo.de", "posteo.eu", "posteo.net", "proximus.be", "rediff.com"],
  ...["riseup.net", "simplelogin.com", "skiff.com", "so-net.ne.jp", "sohu.com", "startmail.com", "sunrise.ch"],
  ...["superhuman.com", "tele2.se", "telefonica.net", "telia.com", "telia.se", "tim.it", "tlen.pl", "tuta.com"],
  ...["tuta.io", "tutamail.com", "unitybox.de", "upcmail.nl", "users.noreply.github.com", "utanet.at"],
  ...["vodafone.de", "vodafone.it", "volny.cz", "xfinity.com", "xs4all.nl", "ziggo.nl"],
];

/** Names that a provider has under most countries' endings, as yahoo.co.uk and gmx.at; no list has them all. */
const brands =
  /^(?:aol|gmail|gmx|googlemail|hotmail|outlook|protonmail|rocketmail|tutanota|yahoo|yandex|ymail|zohomail)(?:\.com|\.co|\.ne)?\.[a-z]{2,}$/;

/** Set apart for documentation (RFC 2606), and on the list. */
const known = new Set([...listed, ...more].filter((domain) => !domain.startsWith("example.")));

/**
 * True for domains that anybody can have an address of, from a list that is part of the build; mail hosts below them
 * included. What says so decides whether two addresses belong to one company.
 */
export function isPublicMailDomain(domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_, index) => {
    const parent = labels.slice(index).join(".");
    return known.has(parent) || brands.test(parent);
  });
}
