/** What a server action tells its form. `values` are what was sent, so that nothing typed is lost even without scripts. */
export type FormState = {
  /** 'saved' tells the form to start anew; 'failed' keeps everything. */
  outcome: 'untouched' | 'saved' | 'failed';
  /** One sentence about the whole, good or bad. */
  message: string | null;
  fieldErrors: Record<string, string>;
  values: Record<string, string>;
  /** Something shown once (a new token's secret). */
  secret?: string;
};

/** A form that nobody has sent yet. */
export const untouched: FormState = { outcome: 'untouched', message: null, fieldErrors: {}, values: {} };

/** A server action as a form takes it. */
export type FormAction = (state: FormState, data: FormData) => Promise<FormState>;
