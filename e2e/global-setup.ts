/** Starts the whole portal for the journeys, and stops it at their end. */
import { forgetVisits } from './fixtures/routes.ts';
import { STACK_FILE_VARIABLE } from './fixtures/stack.ts';
import { startStackProcess } from './fixtures/start-stack.ts';

export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  await forgetVisits();
  // A stack that runs already may be named, which makes the round of writing a journey short.
  if (process.env[STACK_FILE_VARIABLE] !== undefined) return undefined;
  const { file, stop } = await startStackProcess();
  process.env[STACK_FILE_VARIABLE] = file;
  return stop;
}
