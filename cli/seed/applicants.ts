/** The same in every run. */
export interface Applicant {
  name: string;
  email: string;
  organization: string;
  useCase: string;
  /** Index into the buyer modes. */
  mode: number;
  ip: string;
  locale: string;
}

const firstNames = [
  "Aisha",
  "Ben",
  "Carla",
  "Dmitri",
  "Elif",
  "Femi",
  "Greta",
  "Hiro",
  "Ines",
  "Jonas",
  "Kavya",
  "Luca",
  "Mei",
  "Noor",
  "Oskar",
  "Priya",
  "Quentin",
  "Rosa",
  "Sven",
  "Tomás",
  "Ursula",
  "Viktor",
  "Wanda",
  "Xenia",
  "Yusuf",
  "Zoë",
];
const lastNames = [
  "Almeida",
  "Brandt",
  "Chen",
  "Dubois",
  "Eriksson",
  "Fontaine",
  "Gupta",
  "Haddad",
  "Ivanova",
  "Jansen",
  "Kim",
  "Lindqvist",
  "Moreau",
  "Nakamura",
  "Okafor",
  "Petrov",
  "Quist",
  "Rossi",
  "Schmidt",
  "Tanaka",
  "Usman",
  "Vogel",
];
const companies: [organization: string, domain: string][] = [
  ["Northwind Traders", "northwind.example"],
  ["Blue Harbour", "blueharbour.example"],
  ["Kiteworks Labs", "kiteworks.example"],
  ["Oldtown Press", "oldtown.example"],
  ["Tidal Analytics", "tidal.example"],
  ["Grünwald & Söhne", "gruenwald.example"],
  ["Atelier Lumière", "lumiere.example"],
  ["Sable Robotics", "sable.example"],
  ["Juniper Health", "juniperhealth.example"],
  ["Copper Mountain", "coppermountain.example"],
  ["Verdant Foods", "verdant.example"],
  ["Quarry Street Capital", "quarrystreet.example"],
  ["Lighthouse Legal", "lighthouse.example"],
  ["Meridian Freight", "meridian.example"],
  ["Polder Energy", "polder.example"],
  ["Ostrava Institute", "ostrava-institute.example"],
  ["Hollow Oak Games", "hollowoak.example"],
];
const freeMail = ["gmail.com", "outlook.com", "gmx.de", "proton.me"];
const useCases = [
  "We answer customer questions and want to see what each answer costs before we send invoices.",
  "Twelve teams share one budget. I need to know who uses what, by project and by month.",
  "Routing support tickets to the cheapest model that still gets them right.",
  "Internal search across contracts. Legal needs every call logged and kept for ten years.",
  "Comparing providers for a tender. Two weeks of access would be enough.",
  "Meeting summaries in German and French. About 4,000 a day.",
  "My thesis measures how often models change their answer when asked again.",
  "We resell inference to small shops and bill them by usage.",
  "Checking invoices against orders overnight, so our team doesn't have to.",
  "A tutor for about 300 apprentices. No personal data.",
  "Translating product pages. Sandbox first, then production in March if it works.",
  "A colleague at Tidal says you can split costs by key. That's all we need.",
];

const oddities: Partial<Applicant>[] = [
  {
    name: "Maximiliane-Charlotte von Hohenlohe-Waldenburg-Schillingsfürst",
    organization: "Gesellschaft für angewandte Sprachverarbeitung und Wissensmanagement mbH",
  },
  { name: "李 静", organization: "静水科技" },
  { name: "محمد الخطيب", organization: "شركة النور" },
  { organization: "=SUM(A1:A9)", useCase: "+49 30 1234567 is my number; @ me any time.\n- first line\n= second line" },
  {
    organization: "<b>Bold</b> & Partners",
    useCase: "<script>alert(1)</script> is what our crawler found, and we'd like to know how you show it.",
  },
  { useCase: "?" },
  { useCase: `${"We have a lot to say about this. ".repeat(28)}Thank you for reading.` },
];

const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
};

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();

export function applicant(n: number): Applicant {
  const [first, last] = [pick(firstNames, n * 7 + Math.floor(n / 26)), pick(lastNames, n * 5 + Math.floor(n / 22))];
  const [organization, domain] = pick(companies, n * 3 + Math.floor(n / 17));
  const isOdd = n % 14 === 6 ? oddities[Math.floor(n / 14) % oddities.length] : undefined;
  const box = n % 23 === 11 ? "mailinator.com" : n % 5 === 3 ? pick(freeMail, n) : domain;
  const bounce = n % 37 === 20 ? ".bounce" : "";
  return {
    name: `${first} ${last}`,
    email: `${plain(first)}.${plain(last)}${bounce}${n}@${box}`,
    organization: box === domain ? organization : n % 2 === 0 ? `${first} ${last} Consulting` : organization,
    useCase: pick(useCases, n * 5 + Math.floor(n / 12)),
    mode: [0, 2, 1, 3, 0, 4, 2, 5][n % 8] ?? 0,
    ip: n % 9 === 4 ? "198.51.100.23" : `203.0.113.${(n * 13) % 250}`,
    locale: n % 6 === 5 ? "de" : "en",
    ...isOdd,
  };
}
