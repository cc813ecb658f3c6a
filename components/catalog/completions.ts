/** What the server offers to finish a query with. */
export type Offer = {
  /** The whole query with the part under the caret finished, and where the caret stands then. */
  text: string;
  caret: number;
  label: string;
  hint: string;
};

/** Offers for the part under the caret; none where the server does not answer: one can type without them. */
export async function offersFor(text: string, caret: number, signal: AbortSignal): Promise<Offer[]> {
  try {
    const query = new URLSearchParams({ q: text, at: String(caret) });
    const response = await fetch(`/api/v1/catalog/complete?${query.toString()}`, {
      headers: { accept: 'application/json' },
      signal,
    });
    if (!response.ok) return [];
    const body: unknown = await response.json();
    const offers: unknown =
      typeof body === 'object' && body !== null && 'completions' in body ? body.completions : [];
    return Array.isArray(offers) ? offers.filter(isOffer) : [];
  } catch {
    return [];
  }
}

function isOffer(value: unknown): value is Offer {
  if (typeof value !== 'object' || value === null) return false;
  const { text, caret, label, hint } = value as Record<string, unknown>;
  return (
    typeof text === 'string' &&
    typeof caret === 'number' &&
    typeof label === 'string' &&
    typeof hint === 'string'
  );
}

/** Whether the part that ends at the caret is a filter without its end: to look for it now would look for half a value. */
export function isUnfinished(text: string, caret: number): boolean {
  return /(?:^|\s)-?[a-z][a-z-]*:(?:[^\s"]|"[^"]*"?)*$/i.test(text.slice(0, caret));
}
