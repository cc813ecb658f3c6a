/** A query as parts between blanks, with quotes; and back. Pure text: what a part means is said in query.ts. */

export type Token = {
  /** As it stands there, its last quote closed. */
  raw: string;
  start: number;
  end: number;
};

/** The parts of a text. A quote that isn't closed goes to the end. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let start = -1;
  let quoted = false;
  const close = (end: number): void => {
    if (start >= 0) found.push({ raw: text.slice(start, end) + (quoted ? '"' : ''), start, end });
    start = -1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const blank = !quoted && isBlank(text[at] ?? '');
    if (blank) close(at);
    else if (start < 0) start = at;
    if (text[at] === '"') quoted = !quoted;
  }
  close(text.length);
  return found;
}

const isBlank = (character: string): boolean => /[\s\p{Cc}]/u.test(character);

/** A text without its quotes: a doubled quote within quotes stands for one. */
export function unquote(raw: string): string {
  let text = '';
  let quoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] !== '"') text += raw[at] ?? '';
    else if (quoted && raw[at + 1] === '"') {
      text += '"';
      at += 1;
    } else quoted = !quoted;
  }
  return text;
}

/** A text in quotes, where what is in it would be read as something else. */
export function quote(text: string, special: RegExp): string {
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The pieces between `separator`s that stand outside of quotes, still quoted. */
export function split(raw: string, separator: string, most = Number.POSITIVE_INFINITY): string[] {
  const pieces: string[] = [''];
  let quoted = false;
  for (const character of raw) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted && pieces.length < most) pieces.push('');
    else pieces.push((pieces.pop() ?? '') + character);
  }
  return pieces;
}
