// Names that other tools take, made so that two things never share one and a thing keeps its own.
import { sha256Hex } from '../hash/index.ts';

/**
 * The name of something that several names make: "harbor-dev.refunds-dev". Each part is a DNS label, which has no dot, so no two
 * things get the same. A name over `most` characters is cut and gets 64 bits of its SHA-256; having no dot, it's nobody else's either.
 */
export function jointName(parts: readonly string[], most = 63): string {
  const whole = parts.join('.');
  if (whole.length <= most) return whole;
  const head = parts
    .join('-')
    .slice(0, most - 17)
    .replace(/-+$/, '');
  return `${head}-${sha256Hex(whole).slice(0, 16)}`;
}

/** A tag as Backstage takes it, from any text: "Café Crème" is "cafe-creme"; null when nothing of it is left. */
export function backstageTag(text: string): string | null {
  const tag = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9:+#]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return tag === '' ? null : tag;
}
