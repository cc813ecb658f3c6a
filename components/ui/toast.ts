/** Says something that the page itself does not show: `toast()` from anywhere in the browser. */
export type Toast = {
  /** Two of the same id are one. */
  id?: string;
  tone: 'ok' | 'info' | 'warn' | 'bad';
  title: string;
  text?: string;
  /** A way on. */
  link?: { href: string; label: string };
  /** Stays until it is closed. */
  stays?: boolean;
};

const EVENT = 'berth-toast';

/** Shows a toast. Only for what isn't visible anyway: a lost connection, an ended session, the result of an act that led away. */
export function toast(what: Toast): void {
  window.dispatchEvent(new CustomEvent<Toast>(EVENT, { detail: what }));
}

/** Hears of each toast; returns how to stop. */
export function onToast(listener: (what: Toast) => void): () => void {
  const hear = (event: Event) => listener((event as CustomEvent<Toast>).detail);
  window.addEventListener(EVENT, hear);
  return () => window.removeEventListener(EVENT, hear);
}
