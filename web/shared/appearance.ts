/** Light, dark, or as the device says. */
import { ref, watchEffect } from "vue";

export type Appearance = "auto" | "light" | "dark";
const PLACE = "newretail.appearance";

const kept = localStorage.getItem(PLACE);
export const appearance = ref<Appearance>(kept === "light" || kept === "dark" ? kept : "auto");

watchEffect(() => {
  localStorage.setItem(PLACE, appearance.value);
  if (appearance.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance.value;
});
