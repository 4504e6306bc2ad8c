/** What a hand and an ear notice without looking: a good scan and a bad one. */
import { ref, watch } from "vue";

const PLACE = "newretail.floor.muted";

export const isMuted = ref(localStorage.getItem(PLACE) === "yes");
watch(isMuted, (muted) => localStorage.setItem(PLACE, muted ? "yes" : "no"));

let speaker: AudioContext | undefined;

export function good(): void {
  sound([[1320, 0, 0.09]]);
  buzz(40);
}

export function bad(): void {
  sound([
    [220, 0, 0.16],
    [180, 0.2, 0.22],
  ]);
  buzz([120, 80, 180]);
}

/** Each tone: hertz, seconds from now, seconds long. */
function sound(tones: [number, number, number][]): void {
  if (isMuted.value || !window.AudioContext) return;
  speaker ??= new AudioContext();
  void speaker.resume();
  for (const [hertz, after, long] of tones) {
    const begin = speaker.currentTime + after;
    const tone = speaker.createOscillator();
    const loudness = speaker.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.25, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + long);
    tone.connect(loudness).connect(speaker.destination);
    tone.start(begin);
    tone.stop(begin + long);
  }
}

function buzz(pattern: number | number[]): void {
  if (!isMuted.value) navigator.vibrate?.(pattern);
}
