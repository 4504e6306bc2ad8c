/** The reader's language: chosen before, else what the browser asks for. The same cookie as the house's own pages. */
import { ref, watchEffect } from "vue";

export type Language = "en" | "ko" | "zh";
export const LANGUAGES: readonly { code: Language; name: string; short: string; tag: string }[] = [
  { code: "ko", name: "한국어", short: "한", tag: "ko" },
  { code: "zh", name: "简体中文", short: "中", tag: "zh-Hans" },
  { code: "en", name: "English", short: "EN", tag: "en" },
];

const COOKIE = "django_language";
const YEAR_SECONDS = 365 * 24 * 3600;

export const language = ref<Language>(preferred());

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
    const code = tag?.slice(0, 2).toLowerCase();
    if (code === "en" || code === "ko" || code === "zh") return code;
  }
  return "en";
}

watchEffect(() => {
  document.documentElement.lang = LANGUAGES.find((each) => each.code === language.value)!.tag;
});
