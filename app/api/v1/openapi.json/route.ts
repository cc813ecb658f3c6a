import { serveOpenApi } from '../../../../lib/http/openapi/serve.ts';

export const GET = serveOpenApi;
