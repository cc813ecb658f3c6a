import { namespaceColumns } from '../../../../lib/http/csv-columns.ts';
import { wholeAnswer } from '../../../../lib/http/whole.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { catalogRows, searchCatalog } from '../../../../lib/queries/catalog.ts';

export const GET = defineRoute(operations.searchCatalog, ({ actor, query: { format, ...input } }) =>
  format === undefined || format === 'json'
    ? searchCatalog(actor, input)
    : wholeAnswer('catalog', format, namespaceColumns, (cursor) => catalogRows(actor, { ...input, cursor })),
);
