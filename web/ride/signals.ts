/** What a courier hears and feels without looking: a trip has come, a bag is right, something is wrong. */
let speaker: AudioContext | undefined;

export function tripHasCome(): void {
  sound([
    [784, 0, 0.16],
    [988, 0.18, 0.16],
    [1319, 0.36, 0.34],
  ]);
  navigator.vibrate?.([200, 100, 200, 100, 400]);
}

export function right(): void {
  sound([[1320, 0, 0.09]]);
  navigator.vibrate?.(40);
}

export function wrong(): void {
  sound([
    [220, 0, 0.16],
    [180, 0.2, 0.22],
  ]);
  navigator.vibrate?.([120, 80, 180]);
}

/** Each tone: hertz, seconds from now, seconds long. */
function sound(tones: [number, number, number][]): void {
  if (!window.AudioContext) return;
  speaker ??= new AudioContext();
  void speaker.resume();
  for (const [hertz, later, long] of tones) {
    const begin = speaker.currentTime + later;
    const tone = speaker.createOscillator();
    const loudness = speaker.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.3, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + long);
    tone.connect(loudness).connect(speaker.destination);
    tone.start(begin);
    tone.stop(begin + long);
  }
}
