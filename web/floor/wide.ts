/** A tablet on its side, or larger: two columns. */
import { onScopeDispose, ref, type Ref } from "vue";

export function useWide(): Ref<boolean> {
  const query = window.matchMedia("(min-width: 900px)");
  const isWide = ref(query.matches);
  const follow = () => (isWide.value = query.matches);
  query.addEventListener("change", follow);
  onScopeDispose(() => query.removeEventListener("change", follow));
  return isWide;
}
