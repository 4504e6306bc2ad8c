/** How head office says what happened and who in the house takes note of it: in words, not by names on the wire. */
import { useI18n } from "vue-i18n";

type Said = (name: string) => string;

/** The words for a fact's name, such as `order.placed`. */
export const useFactWords = (): Said => useWords((name) => `hq.event.${name}`);

/** The words for a handler's name, such as `ordering.pay`. */
export const useHandlerWords = (): Said => useWords((name) => `hq.handler.${name}`);

/** All names of this house have words (a test holds it); one that only an older program knew is said as it was written. */
function useWords(keyOf: (name: string) => string): Said {
  const { t, te } = useI18n();
  return (name) => {
    const key = keyOf(name.replace(".", "_"));
    return te(key) ? t(key) : name;
  };
}
