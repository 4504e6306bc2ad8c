/** The reader's language, one that the chain offers: chosen before, else what the browser asks for. The same cookie as the house's own pages. */
import { computed, ref, watchEffect } from "vue";

import { chain, inWords, type Chain } from "./chain";

/** A code of ISO 639, as names and members have it. */
export type Language = Chain["languages"][number]["code"];
/** What one may choose from, in the chain's order. */
export const LANGUAGES = chain.languages;

const COOKIE = "django_language";
const YEAR_SECONDS = 365 * 24 * 3600;

export const language = ref<Language>(preferred());

/** What the chain calls itself in this language. */
export const chainName = computed(() => inWords(chain.names, language.value));

/** Its names, and the tags by which browsers know it. */
export const spoken = computed(() => LANGUAGES.find((each) => each.code === language.value) ?? LANGUAGES[0]!);

/** What a language calls itself; its code where the chain does not offer it. */
export const languageName = (code: string) => LANGUAGES.find((each) => each.code === code)?.name ?? code;

export function speak(code: Language): void {
  language.value = code;
  document.cookie = `${COOKIE}=${spoken.value.tag.toLowerCase()}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

function preferred(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang");
  const kept = document.cookie
    .split("; ")
    .find((each) => each.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  for (const tag of [asked, kept, ...navigator.languages]) {
    const offered = LANGUAGES.find((each) => each.code === tag?.split(/[-_]/)[0]?.toLowerCase());
    if (offered) return offered.code;
  }
  return LANGUAGES[0]!.code;
}

watchEffect(() => {
  document.documentElement.lang = spoken.value.tag;
});
