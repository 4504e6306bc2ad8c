/** The chain that this front belongs to: what `GET /api/v1/chain` says, written into the page by the house that serves it. */
import type { Schemas } from "./api/client";

export type Chain = Schemas["ChainView"];

/** A page that nobody served, as in a test, belongs to no chain in particular. */
const UNNAMED: Chain = {
  names: { en: "newretail" },
  slogans: {},
  mark: "/chain/mark.svg",
  icon: "/chain/icon.png",
  mark_letter: "n",
  mark_colour: "#14734a",
  currency: "USD",
  decimals: 2,
  languages: [{ code: "en", name: "English", short: "EN", tag: "en", locale: "en-GB" }],
  country: "",
  time_zone: "UTC",
  phone_prefix: "",
  tax_notes: {},
  week_starts: 1,
  latitude: 0,
  longitude: 0,
  map_zoom: 2,
  base_map: "/chain/map.json",
  badge_prefix: "BADGE",
};

export const chain: Readonly<Chain> = told() ?? UNNAMED;

/** Words of the chain in this language, else in the first one that it has. */
export const inWords = (said: Record<string, string>, language: string): string =>
  said[language] ?? Object.values(said)[0] ?? "";

function told(): Chain | null {
  const page = typeof document === "undefined" ? null : document.querySelector<HTMLMetaElement>("meta[name=chain]");
  return page ? (JSON.parse(page.content) as Chain) : null;
}
