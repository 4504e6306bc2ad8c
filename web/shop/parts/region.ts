/** `CA` in the reader's words: the browser knows the countries. */
import { spoken } from "@shared/language";

export function region(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(spoken.value.tag, { type: "region" }).of(code) ?? code;
}
