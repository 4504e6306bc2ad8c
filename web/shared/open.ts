/** Every front begins here: its words, its ways, its errors. */
import "@fontsource-variable/inter/wght.css";
import "./style/tokens.css";
import "./style/base.css";

import { onlineManager, QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { createApp, watch, type Component } from "vue";
import { createRouter, createWebHistory, START_LOCATION, type RouteRecordRaw } from "vue-router";

import "./appearance";
import { Problem } from "./api/problem";
import { isReached } from "./api/reach";
import { watchNavigation } from "./navigation";
import { speaking, type WordFiles } from "./words";

/** When the first screen stands, also on a slow phone. */
const CALM_MILLISECONDS = 4_000;

export interface Front {
  /** The first part of its addresses: `/shop/`. */
  at: string;
  root: Component;
  routes: RouteRecordRaw[];
  words: WordFiles;
  /**
   * When it fetches all that it needs without network: people who work with it lose the network at any moment, `at once`;
   * a shopper's first screen comes first, `when calm`; `never` where nothing can be done without the house.
   */
  keeps: "at once" | "when calm" | "never";
  /** Gives back what was read in earlier visits, and keeps what is read from now on: a way to stop, and when all is back. */
  remembers?: (queries: QueryClient) => [stop: () => void, isBack: Promise<void>];
}

export function openFront({ at, root, routes, words, keeps, remembers }: Front): void {
  const router = createRouter({
    history: createWebHistory(at),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  watchNavigation(router);
  router.beforeResolve((_to, from) => (from === START_LOCATION || document.hidden ? undefined : seen()));
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 3 && error instanceof Problem && error.isPassing && (error.status !== 0 || navigator.onLine),
        networkMode: "always", // a phone that says it has no network may be wrong
        refetchOnReconnect: true,
      },
      mutations: { networkMode: "always" },
    },
  });
  onlineManager.setEventListener((say) => watch(isReached, say, { immediate: true }));
  createApp(root)
    .use(router)
    .use(speaking(words))
    .use(VueQueryPlugin, { queryClient: queries, clientPersister: remembers })
    .mount("#app");
  if (import.meta.env.PROD && "serviceWorker" in navigator && keeps !== "never") {
    setTimeout(
      () => void navigator.serviceWorker.register(`${at}sw.js`, { scope: at }),
      keeps === "when calm" ? CALM_MILLISECONDS : 0,
    );
  }
}

/** The tap has been drawn. The next screen is made after that: on a slow phone it takes longer than a finger waits for an answer. */
function seen(): Promise<void> {
  return new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
}
