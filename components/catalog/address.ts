/** An address of the catalog: a query's text, and an order where it isn't the usual one. */
export function catalogHref(q: string, sort?: string): string {
  const search = new URLSearchParams();
  if (q !== '') search.set('q', q);
  if (sort !== undefined) search.set('sort', sort);
  const text = search.toString();
  return text === '' ? '/catalog' : `/catalog?${text}`;
}
