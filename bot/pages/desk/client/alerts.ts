import type { Notice } from '../../../../services/handoff/notices.ts';

/** How the page calls for attention: a number in its title, and a sound that can be switched off. */
export interface Alerts {
  count(waiting: number): void;
  ring(): void;
  notice(notice: Notice): void;
  isLoud(): boolean;
  setLoud(loud: boolean): void;
  onNotice(listener: (notice: Notice) => void): () => void;
}

const KEY = 'desk-sound';
const betweenRingsMs = 2_000;

export function createAlerts(title: string): Alerts {
  const listeners = new Set<(notice: Notice) => void>();
  let audio: AudioContext | undefined;
  let rang = Number.NEGATIVE_INFINITY;

  function ring(): void {
    if (!isLoud() || performance.now() - rang < betweenRingsMs) return;
    rang = performance.now();
    audio ??= new AudioContext();
    // Before the first click on the page browsers let nothing sound.
    if (audio.state === 'suspended') void audio.resume().catch(() => {});
    tone(audio, 660, 0);
    tone(audio, 880, 0.14);
  }

  return {
    count(waiting) {
      document.title = waiting === 0 ? title : `(${waiting}) ${title}`;
    },
    ring,
    notice(notice) {
      ring();
      for (const listener of listeners) listener(notice);
    },
    isLoud,
    setLoud: (loud) => localStorage.setItem(KEY, loud ? 'on' : 'off'),
    onNotice(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const isLoud = () => localStorage.getItem(KEY) !== 'off';

function tone(audio: AudioContext, frequency: number, after: number): void {
  const start = audio.currentTime + after;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.13);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.15);
}
