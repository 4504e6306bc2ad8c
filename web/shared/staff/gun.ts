/** A scanner gun is a keyboard that types fast and ends with Enter: whatever it reads, wherever the focus is, is one scan. */
import { onScopeDispose } from "vue";

const LONGEST_GAP_MILLISECONDS = 250;
const SHORTEST_CODE = 3;
const GROUP_SEPARATOR = "\u001d";

/** While the calling component lives. Keys that a field takes are the field's; a keypad says `data-takes-keys`. */
export function useGun(read: (code: string) => void): void {
  let typed = "";
  let last = 0;

  function hear(event: KeyboardEvent): void {
    if (isField(event.target) || event.isComposing || document.querySelector("[data-takes-keys]")) return;
    if (event.timeStamp - last > LONGEST_GAP_MILLISECONDS) typed = "";
    if (event.key === "Enter") {
      const code = typed;
      typed = "";
      if (code.length < SHORTEST_CODE) return;
      event.preventDefault(); // else Enter presses whatever has the focus
      event.stopPropagation();
      read(code);
      return;
    }
    const character = characterOf(event);
    if (!character) return;
    if (typed) event.preventDefault(); // else a space in a code presses a button
    last = event.timeStamp;
    typed += character;
  }

  window.addEventListener("keydown", hear, { capture: true });
  onScopeDispose(() => window.removeEventListener("keydown", hear, { capture: true }));
}

/** What the gun meant, also while the phone's keyboard is set to Hangul or pinyin. Guns send a group separator as Ctrl+]. */
function characterOf(event: KeyboardEvent): string {
  if (event.ctrlKey) return event.code === "BracketRight" ? GROUP_SEPARATOR : "";
  if (event.altKey || event.metaKey) return "";
  if (event.key.length === 1 && event.key >= " " && event.key <= "~") return event.key;
  const key = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code);
  if (!key || (event.key.length > 1 && event.key !== "Process")) return "";
  return key[2] ?? (event.shiftKey ? key[1]! : key[1]!.toLowerCase());
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLElement && target.isContentEditable);
