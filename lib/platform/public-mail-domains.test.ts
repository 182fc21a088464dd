import { describe, expect, it } from "vitest";
import { isPublicMailDomain } from "./public-mail-domains";

const providers = `
gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp outlook.co.th hotmail.com
hotmail.de hotmail.fr hotmail.co.uk hotmail.it hotmail.es live.com live.de live.co.uk live.nl live.fr
msn.com passport.com yahoo.com yahoo.de yahoo.co.uk yahoo.fr yahoo.co.jp yahoo.co.in yahoo.in yahoo.com.br
yahoo.ca yahoo.es yahoo.it ymail.com rocketmail.com myyahoo.com icloud.com me.com mac.com proton.me
protonmail.com protonmail.ch pm.me gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.us gmx.co.uk
gmx.fr gmx.eu gmx.org gmx.info gmx.biz web.de t-online.de freenet.de arcor.de aol.com
aol.de mail.com email.com fastmail.com fastmail.fm hey.com zoho.com zohomail.com zohomail.eu tutanota.com
tutanota.de tuta.io tuta.com tutamail.com keemail.me yandex.ru yandex.com ya.ru yandex.by yandex.kz
mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru qq.com vip.qq.com foxmail.com 163.com
126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com naver.com daum.net
hanmail.net nate.com kakao.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
earthlink.net optonline.net xfinity.com roadrunner.com rr.com juno.com netzero.net orange.fr wanadoo.fr free.fr
laposte.net sfr.fr neuf.fr libero.it virgilio.it alice.it tin.it tiscali.it tiscali.co.uk btinternet.com
btopenworld.com virginmedia.com ntlworld.com sky.com talktalk.net blueyonder.co.uk bluewin.ch hispeed.ch sunrise.ch posteo.de
posteo.net mailbox.org kolabnow.com runbox.com hushmail.com riseup.net disroot.org mailfence.com startmail.com ctemplar.com
seznam.cz centrum.cz email.cz post.cz atlas.cz volny.cz wp.pl o2.pl onet.pl onet.eu
interia.pl interia.eu gazeta.pl tlen.pl op.pl abv.bg mail.bg ukr.net i.ua meta.ua
rediffmail.com indiatimes.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au telstra.com xtra.co.nz uol.com.br bol.com.br
terra.com.br globo.com ig.com.br shaw.ca rogers.com sympatico.ca telus.net videotron.ca ziggo.nl kpnmail.nl
planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl telenet.be skynet.be proximus.be sapo.pt iol.pt
telia.com telia.se online.no tele2.se spray.se walla.com walla.co.il 012.net.il netvision.net.il inbox.lv
inbox.lt mail.ee hot.ee freemail.hu citromail.hu t-online.hu duck.com privaterelay.appleid.com mozmail.com simplelogin.com
anonaddy.com addy.io users.noreply.github.com skiff.com superhuman.com lycos.com lavabit.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
i.softbank.jp au.com nifty.com biglobe.ne.jp ocn.ne.jp so-net.ne.jp excite.co.jp rediff.com sify.com vodafone.it
vodafone.de unitybox.de kabelmail.de magenta.de 1und1.de online.de ewe.net netcologne.de chello.at aon.at
a1.net utanet.at inode.at eclipso.de firemail.de mail.de posteo.eu wanadoo.es telefonica.net ono.com
jazztel.es movistar.es tim.it fastwebnet.it email.it inwind.it iol.it poste.it gmail.de googlemail.de
simplelogin.co aleeas.com slmail.me 8alias.com passmail.net passinbox.com anonaddy.me relay.firefox.com hinet.net mynet.com
zoho.eu zoho.in vivaldi.net opera.com ik.me ikmail.com infomaniak.ch murena.io onmail.com mailo.com net-c.com posteo.at
verizon.com tut.by bigmir.net vk.com xmail.ru mail.kz inbox.uz mail.lv inbox.eu takas.lt azet.sk zoznam.sk vp.pl
buziaczek.pl indamail.hu suomi24.fi kolumbus.fi otenet.gr mail.dk clix.pt telkomsa.net zen.co.uk myspace.com eml.cc
imap.cc dismail.de autistici.org tilde.club iki.fi onmicrosoft.com`;

describe("a public mail provider", () => {
  it.each(providers.trim().split(/\s+/))("is %s", (domain) => {
    expect(isPublicMailDomain(domain)).toBe(true);
  });

  it.each([
    "mail.gmx.net",
    "jane.aleeas.com",
    "jane.anonaddy.me",
    "jane.mozmail.com",
    "jane.fastmail.com",
    "acme.onmicrosoft.com",
    "acme.mail.onmicrosoft.com",
  ])("has what is below its domains, too: %s", (domain) => {
    expect(isPublicMailDomain(domain)).toBe(true);
  });
});

describe("a company's own domain", () => {
  it.each([
    "acme.com",
    "company.com",
    "company.example",
    "green-field.example",
    "example.com",
    "mygmail.com",
    "gmxhandel.de",
    "outlook.company.example",
    "yahoo-fans.org",
    "microsoft.com",
    "google.com",
    "siemens.com",
    "foyer.example",
    "gov.uk",
    "ox.ac.uk",
    "proton-therapy.org",
    "hotmail.acme.example",
  ])("is %s", (domain) => {
    expect(isPublicMailDomain(domain)).toBe(false);
  });
});
