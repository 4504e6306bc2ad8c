/** Where this person stands now. The house hears it again every few minutes; whoever is silent is shown as away. */
import { onScopeDispose, ref, watch } from "vue";
import { useRoute } from "vue-router";

import { api, body } from "@shared/api/client";
import { isProblem } from "@shared/api/problem";
import { store } from "@shared/staff/place";

export type PostKind = "pick" | "pack" | "counter" | "stock" | "manage";
export interface Post {
  post: PostKind;
  zone: string | null;
}

/** Who may stand where; the house has the last word. */
export const POSTS: readonly { post: PostKind; roles: string[]; path: string; picture: string }[] = [
  { post: "pick", roles: ["picker"], path: "/pick", picture: "M7 9V7a5 5 0 0 1 10 0v2M4 9h16l-1.2 11.2H5.2z" },
  { post: "pack", roles: ["packer"], path: "/pack", picture: "M3 8l9-4 9 4v9l-9 4-9-4zM3 8l9 4 9-4M12 12v9M7.5 6l9 4" },
  {
    post: "counter",
    roles: ["cashier", "packer"],
    path: "/counter",
    picture: "M4 11h16v9H4zM7 11V5h7v6M4 15h16M16 8h3v3",
  },
  {
    post: "stock",
    roles: ["picker", "packer"],
    path: "/stock",
    picture: "M4 5v14M7 5v14M10 5v14M14 5v14M17 5v10M20 5v14",
  },
  { post: "manage", roles: ["manager"], path: "/manager", picture: "M4 20V10M9 20V4M14 20v-8M19 20V7" },
];

const PLACE = "newretail.floor.post";
const TELL_EVERY_MILLISECONDS = 4 * 60_000;
let toldAt = -Infinity;

export const post = ref<Post | null>(JSON.parse(localStorage.getItem(PLACE) ?? "null") as Post | null);
watch(post, (now) => localStorage.setItem(PLACE, JSON.stringify(now)));

export async function takePost(wanted: Post): Promise<void> {
  await body(
    api.PUT("/api/v1/stores/{store_id}/posts/mine", {
      params: { path: { store_id: store.value!.code } },
      body: wanted,
    }),
  );
  toldAt = performance.now();
  post.value = wanted;
}

export async function leavePost(): Promise<void> {
  if (!post.value || !store.value) return;
  post.value = null;
  toldAt = -Infinity;
  try {
    await api.DELETE("/api/v1/stores/{store_id}/posts/mine", { params: { path: { store_id: store.value.code } } });
  } catch (error) {
    if (!isProblem(error)) throw error; // silent long enough, or out of reach: the house finds out by itself
  }
}

/** Whoever opens a screen of a post, by its address too, stands there; and while it is seen the house hears it now and then. */
export function useStanding(): void {
  const route = useRoute();
  const tell = () => {
    const here = POSTS.find((each) => route.path === each.path || route.path.startsWith(`${each.path}/`))?.post;
    const wanted = here && here !== post.value?.post ? { post: here, zone: null } : post.value;
    const isNews = wanted !== post.value || performance.now() - toldAt >= TELL_EVERY_MILLISECONDS;
    if (wanted && isNews && store.value && document.visibilityState === "visible") void stand(wanted);
  };
  watch(() => route.path, tell, { immediate: true });
  const timer = setInterval(tell, TELL_EVERY_MILLISECONDS / 4);
  document.addEventListener("visibilitychange", tell);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tell);
  });
}

/** The work goes on all the same where the house is out of reach, or says that this is no post of theirs. */
async function stand(wanted: Post): Promise<void> {
  try {
    await takePost(wanted);
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.isPassing) post.value = wanted;
  }
}
