/** OpenAPI 3.1 from the routes table: JSON Schema 2020-12, which 3.1 takes as it is. */
import { z } from 'zod';
import type { Operation } from '../operation.ts';
import { operationList } from '../operations.ts';
import { problem } from './responses.ts';

type Json = Record<string, unknown>;

const SIGNED_IN_ERRORS = ['401', '403', '404', '422', '429', '503'];

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json;
  return json;
}

function parametersOf(operation: Operation): Json[] {
  const of = (schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] => {
    if (!schema) return [];
    const json = schemaOf(schema, 'input');
    const required = new Set(json['required'] as string[] | undefined);
    return Object.entries(json['properties'] as Record<string, Json>).map(([name, property]) => {
      const { description, ...rest } = property;
      return {
        name,
        in: where,
        required: where === 'path' || required.has(name),
        ...(description === undefined ? {} : { description }),
        schema: rest,
      };
    });
  };
  const header = (name: string, required: boolean, description: string): Json => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...of(operation.params, 'path'),
    ...of(operation.query, 'query'),
    ...(operation.ifMatch ? [header('If-Match', true, 'The ETag that the change is based on.')] : []),
    ...(operation.method === 'POST' && !operation.secret
      ? [header('Idempotency-Key', false, 'Sent again with the same key, the first answer comes back.')]
      : []),
  ];
}

function describe(operation: Operation): Json {
  const success: Json = operation.response
    ? { 'application/json': { schema: schemaOf(operation.response, 'output') } }
    : { [operation.mediaType ?? 'text/plain']: { schema: { type: 'string' } } };
  if (operation.csv) success['text/csv'] = { schema: { type: 'string' } };
  const parameters = parametersOf(operation);
  const errors = [
    ...(operation.permission === 'anybody' ? ['503'] : SIGNED_IN_ERRORS),
    ...(operation.method === 'GET' ? [] : ['409', '413']),
    ...(operation.ifMatch ? ['412'] : []),
  ].sort();
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    'x-permission': operation.permission,
    ...(operation.permission === 'anybody' ? { security: [] } : {}),
    'x-token-scope': operation.scope,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(operation.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [String(operation.status ?? 200)]: { description: operation.summary, content: success },
      ...Object.fromEntries(errors.map((status) => [status, { $ref: '#/components/responses/problem' }])),
    },
  };
}

/** The whole description. */
function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operationList) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Berth',
      version: '1',
      description:
        'Namespaces in a Kubernetes harbour. Send a personal API token as a bearer token. What you may not see is 404.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'berth_<id>_<secret>' },
        session: { type: 'apiKey', in: 'cookie', name: 'berth.session' },
      },
      responses: {
        problem: {
          description: 'A problem (RFC 9457)',
          content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
        },
      },
    },
  };
}

/** As it is checked in. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}
