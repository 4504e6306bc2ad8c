/** Following what happens: server-sent events that resume where they broke off. */
import { EventSource } from "eventsource";
import { onScopeDispose, ref, watch, type Ref } from "vue";

import { language } from "../language";
import { credential } from "./credential";

export interface Fact {
  position: number;
  id: string;
  name: string;
  at: string;
  store_id: string;
  ref: string;
  data: Record<string, unknown>;
}

/** Follow `/api/v1/live/...` while the calling component lives. `isLive` is false while the line is down. */
export function useLive(
  path: Ref<string | null> | (() => string | null),
  heard: (fact: Fact) => void,
): { isLive: Ref<boolean> } {
  const isLive = ref(false);
  let source: EventSource | null = null;
  const close = () => {
    source?.close();
    source = null;
    isLive.value = false;
  };
  watch(
    path,
    (address) => {
      close();
      if (!address) return;
      source = new EventSource(new URL(address, window.location.origin), { fetch: withCredential });
      source.onopen = () => (isLive.value = true);
      source.onerror = () => (isLive.value = false);
      source.onmessage = (message) => heard(JSON.parse(message.data as string) as Fact);
    },
    { immediate: true },
  );
  onScopeDispose(close);
  return { isLive };
}

const withCredential: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  const token = credential();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  headers.set("Accept-Language", language.value);
  return fetch(input, { ...init, headers, credentials: "same-origin" });
};
