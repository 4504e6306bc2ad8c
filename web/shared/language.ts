/** The reader's language, one that the chain offers: chosen before, else what the browser asks for. The same cookie as the house's own pages. */
import { computed, ref, watchEffect } from "vue";

import { chain, inWords } from "./chain";

export type Language = "en" | "ko" | "zh";
interface Spoken {
  code: Language;
  name: string;
  short: string;
  tag: string;
}
const KNOWN: readonly Spoken[] = [
  { code: "ko", name: "한국어", short: "한", tag: "ko" },
  { code: "zh", name: "简体中文", short: "中", tag: "zh-Hans" },
  { code: "en", name: "English", short: "EN", tag: "en" },
];
/** What one may choose from, in the chain's order. */
export const LANGUAGES: readonly Spoken[] = chain.languages.flatMap((code) =>
  KNOWN.filter((each) => each.code === code),
);

const COOKIE = "django_language";
const YEAR_SECONDS = 365 * 24 * 3600;

export const language = ref<Language>(preferred());

/** What the chain calls itself in this language. */
export const chainName = computed(() => inWords(chain.names, language.value));

export function speak(code: Language): void {
  language.value = code;
  document.cookie = `${COOKIE}=${code === "zh" ? "zh-hans" : code}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

function preferred(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang");
  const kept = document.cookie
    .split("; ")
    .find((each) => each.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  for (const tag of [asked, kept, ...navigator.languages]) {
    const offered = LANGUAGES.find((each) => each.code === tag?.slice(0, 2).toLowerCase());
    if (offered) return offered.code;
  }
  return LANGUAGES[0]?.code ?? "en";
}

watchEffect(() => {
  document.documentElement.lang = LANGUAGES.find((each) => each.code === language.value)!.tag;
});
