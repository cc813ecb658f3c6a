/** What is being typed at a place in a query's text. */
import { findKey, type FilterKey } from './keys.ts';
import { tokens, unquote } from './tokens.ts';

export type Typing = {
  /** The part of the text that a completion replaces. */
  start: number;
  end: number;
  /** Null: a word, or the beginning of a key. */
  key: FilterKey | null;
  not: boolean;
  /** Values of the same part that are finished, as they stand there: `env:test,` before `pro`. */
  before: string;
  /** What has been typed of the word or value so far. */
  typed: string;
};

/** The part under the caret (a place between 0 and the length of the text). */
export function typingAt(text: string, caret: number): Typing {
  const at = Math.min(Math.max(Math.trunc(caret), 0), text.length);
  const token = tokens(text).find(({ start, end }) => start < at && at <= end);
  if (!token) return { start: at, end: at, key: null, not: false, before: '', typed: '' };
  const { start, end } = token;
  const written = text.slice(start, at);
  const not = written.startsWith('-');
  const colon = written.indexOf(':');
  const info = colon < 0 ? null : findKey(written.slice(not ? 1 : 0, colon));
  if (!info) return { start, end, key: null, not, before: '', typed: unquote(written.slice(not ? 1 : 0)) };
  const rest = written.slice(colon + 1);
  const comma = lastComma(rest);
  const before = written.slice(0, colon + 1) + rest.slice(0, comma + 1);
  return { start, end, key: info.key, not, before, typed: unquote(rest.slice(comma + 1)) };
}

function lastComma(text: string): number {
  let quoted = false;
  let last = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ',' && !quoted) last = at;
  }
  return last;
}

/** The whole text with the part under the caret finished. `whole` is a key with its colon, or a value. */
export function complete(text: string, typing: Typing, whole: string): string {
  const sign = typing.not && typing.key === null ? '-' : '';
  const value = typing.key !== null && /[\s",]/.test(whole) ? `"${whole.replaceAll('"', '""')}"` : whole;
  const after = text.slice(typing.end).replace(/^\s+/, '');
  const blank = typing.key === null && whole.endsWith(':') ? '' : ' ';
  return `${text.slice(0, typing.start)}${sign}${typing.before}${value}${blank}${after}`;
}
