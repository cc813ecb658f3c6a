/** Between a form and a use case: who acts, what was typed, and the words for what went wrong. */
import 'server-only';
import type { FormState } from '../components/ui/form-state.ts';
import type { Actor } from '../lib/auth/actor.ts';
import { requireActor } from '../lib/auth/session.ts';
import { isBerthError } from '../lib/domain/errors.ts';

export { nullable, optional, text } from './form-text.ts';

function typed(data: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of data) {
    if (typeof value === 'string' && !name.startsWith('$ACTION')) values[name] = value;
  }
  return values;
}

/**
 * What stands above a refused form. Where each problem stands beside its field, saying it again would only be noise; a problem of
 * something that the form doesn't show is said here.
 */
function summary(message: string, fields: string[], data: FormData): string {
  const sent = [...data.keys()].map((name) => name.split('.')[0]);
  const shown = fields.length > 0 && fields.every((field) => sent.includes(field.split('.')[0]));
  if (!shown) return message;
  return fields.length === 1
    ? 'Not done yet: one field needs a look.'
    : `Not done yet: ${String(fields.length)} fields need a look.`;
}

/**
 * Does `verb` as the person who is signed in. What Berth refuses comes back to the form with its words and everything that was typed;
 * anything else is a defect and goes to the error page. `place` says where a field of the input was typed, where the form has it elsewhere.
 */
export async function act(
  data: FormData,
  verb: (actor: Actor) => Promise<{ message?: string; secret?: string } | undefined>,
  place: (field: string) => string = (field) => field,
): Promise<FormState> {
  const actor = await requireActor();
  try {
    const done = await verb(actor);
    return {
      outcome: 'saved',
      message: done?.message ?? null,
      fieldErrors: {},
      values: {},
      ...(done?.secret === undefined ? {} : { secret: done.secret }),
    };
  } catch (error) {
    if (!isBerthError(error)) throw error;
    const fieldErrors: Record<string, string> = {};
    for (const { field, message } of error.errors) fieldErrors[place(field)] ??= message;
    return {
      outcome: 'failed',
      message: summary(error.message, Object.keys(fieldErrors), data),
      fieldErrors,
      values: typed(data),
    };
  }
}
