import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { askOptions } from '../../../../lib/queries/ask-options.ts';

export const GET = defineRoute(operations.askOptions, ({ actor }) => askOptions(actor));
