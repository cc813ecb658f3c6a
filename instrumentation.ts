/** Runs once when a server starts. What needs Node is in a file of its own: this one is compiled for the edge too. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] === 'nodejs') {
    const { start } = await import('./instrumentation-node.ts');
    start();
  }
}

type ErrorContext = { routePath: string; routeType: string };

/** Every error that a page, route or action threw: expected ones are answers, the others are logged as defects. */
export async function onRequestError(
  error: unknown,
  request: { path: string; method: string },
  context: ErrorContext,
): Promise<void> {
  if (process.env['NEXT_RUNTIME'] === 'nodejs') {
    const { report } = await import('./instrumentation-node.ts');
    report(error, request, context);
  }
}
