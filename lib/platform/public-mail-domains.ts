import listed from "email-providers/all.json";

const more = `
012.net.il 139.com 189.cn 1und1.de 4wrd.cc 8alias.com a1.net addy.io aleeas.com anonaddy.com anonaddy.me aon.at
atlas.cz au.com autistici.org azet.sk biglobe.ne.jp bigmir.net buziaczek.pl chello.at citromail.hu clix.pt
ctemplar.com dismail.de disroot.org dralias.com duck.com eclipso.de eml.cc ewe.net fastmail.com fastwebnet.it
firemail.de hinet.net hispeed.ch ik.me iki.fi ikmail.com imap.cc inbox.eu inbox.lt inbox.uz indamail.hu
infomaniak.ch inode.at interia.eu internet.ru iol.pt jazztel.es kakao.com keemail.me kolabnow.com kolumbus.fi
magenta.de mail.bg mail.de mail.dk mail.kz mail.lv mailer.me mailfence.com mailo.com meta.ua movistar.es mozmail.com
murena.io mynet.com myspace.com myyahoo.com net-c.com netcologne.de nifty.com ocn.ne.jp onet.eu online.no onmail.com
onmicrosoft.com ono.com op.pl opera.com otenet.gr passfwd.com passinbox.com passmail.net passport.com proximus.be
rediff.com relay.firefox.com riseup.net simplelogin.co simplelogin.com simplelogin.fr skiff.com slmail.me
so-net.ne.jp sohu.com startmail.com sunrise.ch suomi24.fi superhuman.com takas.lt tele2.se telefonica.net telia.com
telia.se telkomsa.net tilde.club tim.it tlen.pl tut.by tuta.com tuta.io tutamail.com unitybox.de upcmail.nl
users.noreply.github.com utanet.at verizon.com vivaldi.net vk.com vodafone.de vodafone.it volny.cz vp.pl xfinity.com
xmail.ru xs4all.nl zen.co.uk ziggo.nl zoznam.sk`;

/** Under most country domains, such as yahoo.co.uk and gmx.at. */
const brands =
  /^(?:aol|gmail|gmx|googlemail|hotmail|outlook|posteo|protonmail|rocketmail|tutanota|yahoo|yandex|ymail|zoho|zohomail)(?:\.com|\.co|\.ne)?\.[a-z]{2,}$/;

/** The list contains domains for documentation (RFC 2606). */
const known = new Set([...listed, ...more.trim().split(/\s+/)].filter((domain) => !domain.startsWith("example.")));

/** True for domains where anyone can get an address. Decides whether two addresses belong to one company. */
export function isPublicMailDomain(domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_, index) => {
    const parent = labels.slice(index).join(".");
    return known.has(parent) || brands.test(parent);
  });
}
