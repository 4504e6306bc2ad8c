import type { RouteRecordRaw } from "vue-router";

import Home from "./screens/Home.vue"; // the first screen comes with the front: one way to the house and back less

/** `bar`: the bottom bar stands under it. `word`: its name in the window's title (words/*.json, shop.names). */
export const routes: RouteRecordRaw[] = [
  { path: "/", component: Home, meta: { bar: true, word: "home" } },
  { path: "/stores", component: () => import("./screens/Stores.vue"), meta: { bar: true, word: "stores" } },
  { path: "/menu", component: () => import("./screens/Menu.vue"), meta: { bar: true, word: "menu" } },
  {
    path: "/menu/:category(.*)",
    component: () => import("./screens/Category.vue"),
    props: true,
    meta: { bar: true, word: "menu" },
  },
  { path: "/search", component: () => import("./screens/Search.vue"), meta: { bar: true, word: "search" } },
  { path: "/p/:sku", component: () => import("./screens/Product.vue"), props: true, meta: { word: "product" } },
  { path: "/scan", component: () => import("./screens/Scan.vue"), meta: { word: "scan" } },
  { path: "/cart", component: () => import("./screens/Cart.vue"), meta: { word: "cart" } },
  { path: "/addresses", component: () => import("./screens/Addresses.vue"), meta: { word: "addresses" } },
  { path: "/pay/:order", component: () => import("./screens/Pay.vue"), props: true, meta: { word: "pay" } },
  { path: "/orders", component: () => import("./screens/Orders.vue"), meta: { bar: true, word: "orders" } },
  { path: "/orders/:id", component: () => import("./screens/Order.vue"), props: true, meta: { word: "order" } },
  {
    path: "/orders/:id/refund",
    component: () => import("./screens/Refund.vue"),
    props: true,
    meta: { word: "refund" },
  },
  {
    path: "/orders/:id/receipt",
    component: () => import("./screens/Receipt.vue"),
    props: true,
    meta: { word: "receipt" },
  },
  { path: "/me", component: () => import("./screens/Me.vue"), meta: { bar: true, word: "me" } },
  { path: "/:rest(.*)*", component: () => import("./screens/Lost.vue"), meta: { bar: true, word: "lost" } },
];
