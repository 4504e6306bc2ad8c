/** `CA` in the reader's words: the browser knows the countries. */
import { LANGUAGES, language } from "@shared/language";

export function region(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const tag = LANGUAGES.find((each) => each.code === language.value)!.tag;
  return new Intl.DisplayNames(tag, { type: "region" }).of(code) ?? code;
}
