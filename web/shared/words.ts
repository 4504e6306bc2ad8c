/** The words of a front, a file for each language, with those that all fronts share beneath them. What is missing is said in English. */
import { watch } from "vue";
import { createI18n, type I18nOptions } from "vue-i18n";

import { language } from "./language";

type Words = Record<string, unknown>;
/** Words by the paths of their files, `./words/ko.json`, as `import.meta.glob` finds them. */
export type WordFiles = Record<string, Words>;

const SHARED: WordFiles = import.meta.glob("./words/*.json", { eager: true, import: "default" });

export function speaking(files: WordFiles) {
  const i18n = createI18n({
    legacy: false,
    locale: language.value,
    fallbackLocale: "en",
    missingWarn: import.meta.env.DEV,
    fallbackWarn: import.meta.env.DEV,
    messages: together(SHARED, files) as I18nOptions["messages"],
  });
  watch(language, (code) => ((i18n.global.locale as unknown as { value: string }).value = code));
  return i18n;
}

/** The words of all these files by language; where two say the same, the later one is heard. */
export function together(...all: WordFiles[]): Record<string, Words> {
  const found: Record<string, Words> = {};
  for (const [path, words] of all.flatMap((files) => Object.entries(files))) {
    const code = path.slice(path.lastIndexOf("/") + 1, -".json".length);
    found[code] = { ...found[code], ...words };
  }
  return found;
}
