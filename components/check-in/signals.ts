import type { VerdictTone } from "./verdict-words";

type Signal = { beeps: [hertz: number, ms: number][]; vibration: number[] };

const bad: Signal = { beeps: [[196, 350]], vibration: [350] };
const signals: Record<VerdictTone, Signal> = {
  good: { beeps: [[1175, 140]], vibration: [90] },
  accent: {
    beeps: [
      [587, 110],
      [440, 160],
    ],
    vibration: [90, 70, 90],
  },
  bad,
  ink: bad,
};

let audio: AudioContext | undefined;

/** Browsers make a sound only once somebody has touched the page. */
function openAudio(): AudioContext | undefined {
  if (!navigator.userActivation?.hasBeenActive) return undefined;
  audio ??= new AudioContext();
  return audio;
}

/** Tells a verdict to ear and hand. */
export function signal(tone: VerdictTone): void {
  const { beeps, vibration } = signals[tone];
  const context = openAudio();
  if (!context) return;
  navigator.vibrate?.(vibration);
  let at = context.currentTime;
  for (const [hertz, ms] of beeps) {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.frequency.value = hertz;
    volume.gain.value = 0.25;
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(at);
    at += ms / 1000;
    oscillator.stop(at);
  }
}
