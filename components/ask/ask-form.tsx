'use client';
import { startTransition, useActionState, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { QUOTA_WORDS, type QuotaKey } from '../../lib/domain/desired-state/words.ts';
import type { Verdict } from '../../lib/domain/guardrails/types.ts';
import { slugify } from '../../lib/domain/names/index.ts';
import { formatQuantity } from '../../lib/domain/quantity/index.ts';
import { VerdictList, verdictTitle } from '../requests/verdict.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { inputClass } from '../ui/field-class.ts';
import { described, FieldFrame } from '../ui/form.tsx';
import { untouched, type FormAction } from '../ui/form-state.ts';
import { CodeBlock } from '../ui/yaml.tsx';
import { AccessEditor, type AccessRow } from './access-editor.tsx';
import { OWN_FIGURES } from './figures.ts';

const NEW_SERVICE = '+new';

export type AskFormOptions = {
  clusters: { name: string; displayName: string; environments: string[]; reachable: boolean | null }[];
  teams: { slug: string; name: string; groups: string[] }[];
  services: { slug: string; name: string; team: string }[];
  sizes: { size: string; title: string; description: string; quota: Record<string, string> }[];
  environments: string[];
  accessRoles: string[];
};

export type AskValues = {
  team: string;
  service: string;
  serviceName: string;
  environment: string;
  cluster: string;
  name: string;
  size: string;
  purpose: string;
  expiresAt: string;
  reason: string;
  quota: Record<string, string>;
  access: AccessRow[] | null;
};

type Preview = {
  errors: { field: string; message: string }[];
  verdict: Verdict | null;
  desired: { spec: { access: AccessRow[] } } | null;
  yaml: string | null;
};
type Look = { state: 'waiting' | 'looking' | 'seen' | 'failed'; preview: Preview | null };

const SHORT: Record<string, string> = {
  sandbox: 'sandbox',
  development: 'dev',
  test: 'test',
  staging: 'staging',
  production: 'prod',
};

/** "billing-dev": what a namespace of that service and environment would usually be called. */
function suggestName(service: string, environment: string): string {
  return service === '' ? '' : slugify(`${service}-${SHORT[environment] ?? environment}`);
}

/** What follows from service and environment, for what the reader has not written by hand. */
function suggest(
  values: AskValues,
  options: AskFormOptions,
  own: { name: boolean; purpose: boolean },
): AskValues {
  const slug = values.service === NEW_SERVICE ? slugify(values.serviceName) : values.service;
  const title =
    values.service === NEW_SERVICE
      ? values.serviceName.trim()
      : (options.services.find((service) => service.slug === values.service)?.name ?? '');
  return {
    ...values,
    name: own.name ? values.name : suggestName(slug, values.environment),
    purpose: own.purpose ? values.purpose : title === '' ? '' : `${title}, ${values.environment}`,
  };
}

/** The body of an ask, as the API and the live look take it. */
function askOf(values: AskValues): Record<string, unknown> {
  const quota = Object.fromEntries(Object.entries(values.quota).filter(([, text]) => text.trim() !== ''));
  return {
    team: values.team,
    cluster: values.cluster,
    service: values.service === NEW_SERVICE ? { name: values.serviceName.trim() } : { slug: values.service },
    environment: values.environment,
    name: values.name.trim(),
    purpose: values.purpose.trim(),
    size: values.size,
    ...(values.size === 'custom' ? { quota } : {}),
    ...(values.access === null ? {} : { access: values.access.filter(({ name }) => name.trim() !== '') }),
    ...(values.expiresAt === '' ? {} : { expiresAt: values.expiresAt }),
  };
}

/** Looks live at what an ask would lead to, shortly after the last change; an older answer never replaces a newer one. */
function useLook(ask: string, enough: boolean): Look {
  const [look, setLook] = useState<Look>({ state: 'waiting', preview: null });
  useEffect(() => {
    if (!enough) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setLook((before) => ({ ...before, state: 'looking' }));
      void (async () => {
        try {
          const response = await fetch('/api/v1/preview', {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept: 'application/json' },
            body: ask,
            signal: abort.signal,
          });
          const body = (await response.json()) as Preview;
          if (response.ok) setLook({ state: 'seen', preview: body });
          else setLook((before) => ({ ...before, state: 'failed' }));
        } catch {
          if (!abort.signal.aborted) setLook((before) => ({ ...before, state: 'failed' }));
        }
      })();
    }, 300);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [ask, enough]);
  return look;
}

function figure(key: string, quantity: string): string {
  const word = QUOTA_WORDS[key as QuotaKey];
  const text = formatQuantity(quantity, word.unit);
  return word.unit === 'count' ? `${text} ${word.noun}` : word.noun === '' ? text : `${text} ${word.noun}`;
}

/**
 * Asking, on one page: five fields, the rest folded; beside them, live, what will happen and the YAML. Nothing that was typed is ever
 * lost, whatever the server answers.
 */
export function AskForm({
  action,
  options,
  initial,
  today,
}: {
  action: FormAction;
  options: AskFormOptions;
  initial: AskValues;
  /** ISO day, for the earliest and the usual expiry. */
  today: string;
}) {
  const [state, send, pending] = useActionState(action, untouched);
  const [values, setValues] = useState(() =>
    suggest(initial, options, { name: initial.name !== '', purpose: initial.purpose !== '' }),
  );
  const [nameIsOwn, setNameIsOwn] = useState(initial.name !== '');
  const [purposeIsOwn, setPurposeIsOwn] = useState(initial.purpose !== '');
  // What was typed since the last answer: its old errors no longer count.
  const [touched, setTouched] = useState<Set<string>>(new Set());
  const [more, setMore] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const services = options.services.filter(({ team }) => team === values.team);
  function set(part: Partial<AskValues>) {
    setTouched((before) => new Set([...before, ...Object.keys(part)]));
    setValues((before) => {
      const after = { ...before, ...part };
      if (part.team !== undefined && part.team !== before.team) {
        after.service = options.services.some(({ team }) => team === part.team) ? '' : NEW_SERVICE;
        after.access = null;
      }
      if (part.environment !== undefined) {
        const offers = (name: string) =>
          options.clusters.find((cluster) => cluster.name === name)?.environments.includes(after.environment);
        if (!offers(after.cluster)) {
          after.cluster =
            options.clusters.find(({ environments }) => environments.includes(after.environment))?.name ??
            after.cluster;
        }
        after.expiresAt = after.environment === 'sandbox' ? after.expiresAt || dayAfter(today, 14) : '';
      }
      return suggest(after, options, {
        name: part.name !== undefined || nameIsOwn,
        purpose: part.purpose !== undefined || purposeIsOwn,
      });
    });
  }

  const ask = useMemo(() => JSON.stringify(askOf(values)), [values]);
  const enough =
    values.team !== '' &&
    values.name.trim() !== '' &&
    values.service !== '' &&
    (values.service !== NEW_SERVICE || values.serviceName.trim() !== '');
  const look = useLook(ask, enough);

  const errors = useMemo(() => {
    const all: Record<string, string> = {};
    // Live problems of what is filled in; the server's answer to the last sending for what was not touched since.
    for (const { field, message } of enough ? (look.preview?.errors ?? []) : []) all[field] ??= message;
    for (const [field, message] of Object.entries(state.fieldErrors)) {
      const head = field.split('.')[0] ?? field;
      if (!touched.has(head)) all[field] ??= message;
    }
    return all;
  }, [look.preview, state, touched, enough]);
  const serviceError = errors['service'] ?? errors['service.slug'] ?? errors['service.name'];
  const folded = Object.keys(errors).some((field) => /^(purpose|access|expiresAt)/.test(field));

  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (state.outcome !== 'failed') return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-form-message]')?.focus();
  }, [state]);

  const size = options.sizes.find((option) => option.size === values.size);
  const teamAccess = look.preview?.desired?.spec.access ?? null;

  return (
    <form
      ref={form}
      action={send}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,27rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,32rem)]"
      onSubmit={(event) => {
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        setTouched(new Set());
        startTransition(() => send(data));
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-lg border border-line bg-surface p-4 sm:p-5">
        <div role={state.outcome === 'failed' ? 'alert' : 'status'} className={state.message ? '' : 'hidden'}>
          <p
            tabIndex={-1}
            data-form-message
            className="rounded-md border border-bad/35 bg-bad-wash px-3 py-2 text-bad"
          >
            {state.message}
          </p>
        </div>
        <div className="grid gap-5 sm:grid-cols-2">
          <Choice
            name="team"
            label="Team"
            value={values.team}
            error={errors['team']}
            onChange={(team) => set({ team })}
            options={options.teams.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
          <Choice
            name="service"
            label="Service"
            value={values.service}
            error={values.service === NEW_SERVICE ? undefined : serviceError}
            onChange={(service) => set({ service })}
            options={[
              ...(values.service === '' ? [{ value: '', label: 'Choose…' }] : []),
              ...services.map(({ slug, name }) => ({ value: slug, label: name })),
              { value: NEW_SERVICE, label: 'A new service…' },
            ]}
          />
          {values.service === NEW_SERVICE && (
            <Text
              name="serviceName"
              label="Name of the new service"
              className="sm:col-span-2"
              value={values.serviceName}
              error={serviceError}
              hint="What runs here, as people call it. Its team can add docs, dashboards and its promise later."
              onChange={(serviceName) => set({ serviceName })}
            />
          )}
          <Choice
            name="environment"
            label="Environment"
            value={values.environment}
            error={errors['environment']}
            onChange={(environment) => set({ environment })}
            options={options.environments.map((word) => ({
              value: word,
              label: word.charAt(0).toUpperCase() + word.slice(1),
              disabled: !options.clusters.some(({ environments }) => environments.includes(word)),
            }))}
          />
          <Choice
            name="cluster"
            label="Cluster"
            value={values.cluster}
            error={errors['cluster']}
            onChange={(cluster) => set({ cluster })}
            options={options.clusters.map((cluster) => ({
              value: cluster.name,
              label: cluster.environments.includes(values.environment)
                ? cluster.reachable === false
                  ? `${cluster.displayName} (not reachable now)`
                  : cluster.displayName
                : `${cluster.displayName} (no ${values.environment})`,
              disabled: !cluster.environments.includes(values.environment),
            }))}
          />
        </div>
        <Text
          name="name"
          label="Name"
          value={values.name}
          error={errors['name']}
          hint="Lower-case letters, digits and hyphens. It is the namespace’s name on the cluster and can’t be changed later."
          mono
          onChange={(name) => {
            setNameIsOwn(name !== '');
            set({ name });
          }}
        />
        <div>
          <Choice
            name="size"
            label="Size"
            value={values.size}
            error={errors['size'] ?? errors['quota']}
            onChange={(next) =>
              set(
                next === 'custom' && Object.keys(values.quota).length === 0
                  ? { size: next, quota: { ...(size ?? options.sizes[0])?.quota } }
                  : { size: next },
              )
            }
            options={[
              ...options.sizes.map((option) => ({ value: option.size, label: option.title })),
              { value: 'custom', label: 'Own figures' },
            ]}
          />
          {size && (
            <p className="num mt-1 text-xs text-faint">
              {(['requests.cpu', 'requests.memory', 'requests.storage', 'pods'] as const)
                .map((key) => figure(key, size.quota[key] ?? '0'))
                .join(' · ')}
            </p>
          )}
        </div>
        {values.size === 'custom' && (
          <fieldset className="rounded-md border border-line p-4">
            <legend className="px-1 text-xs font-medium text-soft">Own figures</legend>
            <div className="grid gap-4 sm:grid-cols-2">
              {OWN_FIGURES.map(({ key, label, hint }) => (
                <Text
                  key={key}
                  name={`quota.${key}`}
                  label={label}
                  hint={hint}
                  value={values.quota[key] ?? ''}
                  error={errors[`quota.${key}`]}
                  onChange={(text) => set({ quota: { ...values.quota, [key]: text } })}
                />
              ))}
            </div>
          </fieldset>
        )}
        {values.environment === 'sandbox' && (
          <Text
            name="expiresAt"
            label="Expires on"
            type="date"
            min={dayAfter(today, 1)}
            value={values.expiresAt}
            error={errors['expiresAt']}
            hint="A sandbox ends by itself; you are warned before, and can extend it once."
            onChange={(expiresAt) => set({ expiresAt })}
          />
        )}
        <details
          className="group rounded-md border border-line"
          open={more || folded}
          onToggle={(event) => setMore(event.currentTarget.open)}
        >
          <summary className="flex min-h-10 items-center gap-2 rounded-md px-4 py-2 hover:bg-sunken">
            <span aria-hidden className="text-faint transition-transform group-open:rotate-90">
              ›
            </span>
            <span className="font-medium">Purpose, access and expiry</span>
            <span className="truncate text-xs text-faint group-open:hidden">
              {values.access === null ? 'your team’s groups get access' : 'own access list'}
            </span>
          </summary>
          <div className="grid gap-5 border-t border-line p-4">
            <Text
              name="purpose"
              label="Purpose"
              value={values.purpose}
              error={errors['purpose']}
              hint="One sentence that somebody else understands in a year."
              onChange={(purpose) => {
                setPurposeIsOwn(purpose !== '');
                set({ purpose });
              }}
            />
            {values.access === null ? (
              <div>
                <p className="mb-1 font-medium">Access</p>
                {teamAccess === null || teamAccess.length === 0 ? (
                  <p className="text-xs text-faint">The groups of your team.</p>
                ) : (
                  <ul className="text-xs text-soft">
                    {teamAccess.map((entry) => (
                      <li key={entry.name}>
                        {entry.name}: {entry.role}
                      </li>
                    ))}
                  </ul>
                )}
                <Button
                  size="sm"
                  className="mt-2"
                  onClick={() =>
                    set({
                      access: teamAccess ?? [{ kind: 'group', name: '', role: 'developer' }],
                    })
                  }
                >
                  Choose others
                </Button>
              </div>
            ) : (
              <AccessEditor
                rows={values.access}
                roles={options.accessRoles}
                groups={options.teams.flatMap(({ groups }) => groups)}
                errors={errors}
                onChange={(access) => set({ access })}
              />
            )}
            {values.environment !== 'sandbox' && (
              <Text
                name="expiresAt"
                label="Expires on"
                type="date"
                optional
                min={dayAfter(today, 1)}
                value={values.expiresAt}
                error={errors['expiresAt']}
                hint="Left empty, it stays until somebody deletes it."
                onChange={(expiresAt) => set({ expiresAt })}
              />
            )}
          </div>
        </details>
        {look.preview?.verdict?.outcome === 'needs-approval' && (
          <Text
            name="reason"
            label="Reason"
            optional
            value={values.reason}
            error={errors['reason']}
            hint="For whoever decides: why you need it."
            onChange={(reason) => set({ reason })}
          />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" tone="primary" className="min-h-10 px-5" aria-disabled={pending || undefined}>
            {pending ? 'Asking…' : 'Ask for a namespace'}
          </Button>
          <p className="text-xs text-faint">
            {look.preview?.verdict?.outcome === 'granted' && enough
              ? 'It stands on its cluster in seconds.'
              : ''}
          </p>
        </div>
      </div>
      <Outcome look={look} enough={enough} />
    </form>
  );
}

function Outcome({ look, enough }: { look: Look; enough: boolean }) {
  const { preview } = look;
  const verdict = enough ? (preview?.verdict ?? null) : null;
  const problems = enough ? (preview?.errors ?? []) : [];
  const tone =
    verdict === null
      ? 'border-line'
      : verdict.outcome === 'granted'
        ? 'border-ok/40'
        : verdict.outcome === 'refused'
          ? 'border-bad/40'
          : 'border-warn/45';
  return (
    <div className="grid min-w-0 gap-5 lg:sticky lg:top-18">
      <section aria-labelledby="outcome" className={cx('min-h-40 rounded-lg border bg-surface', tone)}>
        <div className="flex min-h-11 items-center justify-between border-b border-line px-4">
          <h2 id="outcome" className="font-semibold">
            What will happen
          </h2>
          <span className="text-xs text-faint">{look.state === 'looking' ? 'Looking…' : ''}</span>
        </div>
        <div className="grid gap-3 p-4">
          <div role="status">
            {look.state === 'failed' ? (
              <p className="text-warn">
                The live look does not answer now. You can still ask; everything is checked again then.
              </p>
            ) : verdict ? (
              <p
                className={cx(
                  'text-base font-semibold',
                  verdict.outcome === 'granted'
                    ? 'text-ok'
                    : verdict.outcome === 'refused'
                      ? 'text-bad'
                      : 'text-warn',
                )}
              >
                {verdictTitle(verdict)}
              </p>
            ) : problems.length > 0 ? (
              <p className="text-bad">
                {problems.length === 1
                  ? 'One field needs a look:'
                  : `${String(problems.length)} fields need a look:`}{' '}
                {problems[0]?.message}
              </p>
            ) : (
              <p className="text-soft">
                Choose a service and a name, and see here whether it is granted at once, and what is applied.
              </p>
            )}
          </div>
          {verdict && <VerdictList verdict={verdict} />}
        </div>
      </section>
      {enough && preview?.yaml && (
        <section aria-labelledby="yaml" className="min-w-0">
          <h2 id="yaml" className="mb-2 font-semibold">
            What will be applied
          </h2>
          <CodeBlock text={preview.yaml} label="YAML" yaml tall />
        </section>
      )}
    </div>
  );
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function Choice({
  name,
  label,
  value,
  error,
  options,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  options: { value: string; label: string; disabled?: boolean }[];
  onChange: (value: string) => void;
}) {
  const id = `ask-${name}`;
  return (
    <FieldFrame id={id} label={label} error={error}>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={inputClass}
        {...described(id, null, error)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

function Text({
  name,
  label,
  value,
  error,
  hint,
  optional = false,
  type = 'text',
  mono = false,
  min,
  className,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  hint?: ReactNode;
  optional?: boolean;
  type?: 'text' | 'date';
  mono?: boolean;
  min?: string;
  className?: string;
  onChange: (value: string) => void;
}) {
  const id = `ask-${name}`;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        min={min}
        autoComplete="off"
        spellCheck={name === 'purpose' || name === 'reason'}
        onChange={(event) => onChange(event.target.value)}
        className={cx(inputClass, mono && 'font-mono')}
        {...described(id, hint, error)}
      />
    </FieldFrame>
  );
}
