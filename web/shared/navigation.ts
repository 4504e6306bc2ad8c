/** Where somebody is on the way to while the next screen is fetched: what was tapped shows it at once. */
import { readonly, ref } from "vue";
import type { Router } from "vue-router";

const path = ref<string | null>(null);

export const navigatingTo = readonly(path);

export function watchNavigation(router: Router): void {
  router.beforeEach((to) => void (path.value = to.path));
  router.afterEach(() => void (path.value = null));
  router.onError(() => void (path.value = null));
}
