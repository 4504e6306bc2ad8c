/** The phone's camera while a component looks through it: opened, closed when the page is hidden, its light where it has one. */
import { onScopeDispose, ref, shallowRef, type Ref } from "vue";

export type CameraState = "asking" | "looking" | "refused" | "none" | "busy";

interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}

export function useCamera(video: Ref<HTMLVideoElement | null>) {
  const state = ref<CameraState>("asking");
  const hasTorch = ref(false);
  const isLit = ref(false);
  const stream = shallowRef<MediaStream | null>(null);
  let isClosed = false;

  async function open(): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia) {
      state.value = "none"; // no camera, or a page without TLS
      return;
    }
    state.value = "asking";
    try {
      const answer = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (isClosed || document.hidden || !video.value) return answer.getTracks().forEach((track) => track.stop());
      stream.value = answer;
      video.value.srcObject = answer;
      await video.value.play();
      hasTorch.value = Boolean(
        (answer.getVideoTracks()[0]?.getCapabilities?.() as TorchCapabilities | undefined)?.torch,
      );
      state.value = "looking";
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      state.value =
        name === "NotAllowedError" || name === "SecurityError"
          ? "refused"
          : name === "NotReadableError" || name === "AbortError"
            ? "busy"
            : "none";
    }
  }

  function close(): void {
    stream.value?.getTracks().forEach((track) => track.stop());
    stream.value = null;
    isLit.value = false;
  }

  async function light(on: boolean): Promise<void> {
    await stream.value?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    isLit.value = on;
  }

  const onVisibility = () => (document.hidden ? close() : void open());
  document.addEventListener("visibilitychange", onVisibility);
  onScopeDispose(() => {
    isClosed = true;
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  });
  return { state, hasTorch, isLit, open, light };
}
