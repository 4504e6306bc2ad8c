import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/", component: () => import("./screens/Now.vue") },
  { path: "/day/:date?", component: () => import("./screens/Day.vue"), props: true },
  { path: "/:rest(.*)*", redirect: "/" },
];
