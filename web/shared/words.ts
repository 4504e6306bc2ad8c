/** The words of a front in three languages, with those that all fronts share beneath them. */
import { watch } from "vue";
import { createI18n, type I18nOptions } from "vue-i18n";

import { language, type Language } from "./language";
import en from "./words/en.json";
import ko from "./words/ko.json";
import zh from "./words/zh.json";

type Words = Record<string, unknown>;

export function speaking(words: Record<Language, Words>) {
  const i18n = createI18n({
    legacy: false,
    locale: language.value,
    fallbackLocale: "en",
    missingWarn: import.meta.env.DEV,
    fallbackWarn: import.meta.env.DEV,
    messages: {
      en: { ...en, ...words.en },
      ko: { ...ko, ...words.ko },
      zh: { ...zh, ...words.zh },
    } as unknown as I18nOptions["messages"],
  });
  watch(language, (code) => ((i18n.global.locale as unknown as { value: string }).value = code));
  return i18n;
}
