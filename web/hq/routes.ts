import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
  { path: "/", name: "now", component: () => import("./screens/Now.vue") },
  { path: "/day", name: "day", component: () => import("./screens/Day.vue") },
  { path: "/orders", name: "orders", component: () => import("./screens/Orders.vue") },
  { path: "/orders/refunds", name: "refunds", component: () => import("./screens/Refunds.vue") },
  { path: "/orders/:id", name: "story", component: () => import("./screens/Story.vue"), props: true },
  { path: "/stock", name: "stock", component: () => import("./screens/Stock.vue") },
  { path: "/catalogue", name: "catalogue", component: () => import("./screens/Catalogue.vue") },
  { path: "/catalogue/import", name: "import", component: () => import("./screens/Import.vue") },
  { path: "/catalogue/:code", name: "product", component: () => import("./screens/Product.vue"), props: true },
  { path: "/members", name: "members", component: () => import("./screens/Members.vue") },
  { path: "/members/:id", name: "member", component: () => import("./screens/Member.vue"), props: true },
  { path: "/integrations", name: "integrations", component: () => import("./screens/Integrations.vue") },
  { path: "/integrations/events", name: "facts", component: () => import("./screens/Facts.vue") },
  { path: "/integrations/:id", name: "webhook", component: () => import("./screens/Webhook.vue"), props: true },
  { path: "/stores", name: "stores", component: () => import("./screens/Stores.vue") },
  { path: "/stores/:code", name: "store", component: () => import("./screens/Store.vue"), props: true },
  { path: "/stores/:code/plan", name: "plan", component: () => import("./screens/Plan.vue"), props: true },
  { path: "/me", name: "account", component: () => import("./screens/Account.vue") },
  { path: "/:rest(.*)*", component: () => import("./screens/Lost.vue") },
];
