'use client';
import { ChevronRight } from 'lucide-react';
import { startTransition, useActionState, useEffect, useMemo, useRef, useState } from 'react';
import { verdictTitle } from '../requests/verdict.tsx';
import { Button } from '../ui/button.tsx';
import { untouched, type FormAction } from '../ui/form-state.ts';
import type { PickerGroup } from '../ui/picker.tsx';
import { AccessEditor, type AccessRow } from './access-editor.tsx';
import { Choice, Text } from './fields.tsx';
import { Outcome } from './outcome.tsx';
import { SizeChoice } from './size-choice.tsx';
import { useLook, type Preview } from './use-look.ts';
import {
  askOf,
  dayAfter,
  isEnough,
  NEW_SERVICE,
  suggest,
  withChange,
  type AskFormOptions,
  type AskValues,
} from './values.ts';

/** Services under their teams; where there is one team, its name goes without saying. */
function serviceGroups(options: AskFormOptions, chosen: string): PickerGroup[] {
  const groups = options.teams.map((team) => ({
    label: options.teams.length > 1 ? team.name : '',
    items: options.services
      .filter((service) => service.team === team.slug)
      .map(({ slug, name }) => ({ value: slug, label: name })),
  }));
  return [
    ...(chosen === '' ? [{ label: '', items: [{ value: '', label: 'Choose…' }] }] : []),
    ...groups.filter(({ items }) => items.length > 0),
    {
      label: options.teams.length > 1 ? 'New' : '',
      items: [{ value: NEW_SERVICE, label: 'A new service…' }],
    },
  ];
}

/** Live problems of what is filled in; the server's answer to the last sending for what was not touched since. */
function errorsOf(
  preview: Preview | null,
  answered: Record<string, string>,
  touched: Set<string>,
): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { field, message } of preview?.errors ?? []) all[field] ??= message;
  for (const [field, message] of Object.entries(answered)) {
    if (!touched.has(field.split('.')[0] ?? field)) all[field] ??= message;
  }
  return all;
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
  const [own, setOwn] = useState({ name: initial.name !== '', purpose: initial.purpose !== '' });
  const [values, setValues] = useState(() => suggest(initial, options, own));
  // What was typed since the last answer: its old errors no longer count.
  const [touched, setTouched] = useState<Set<string>>(new Set());
  const [more, setMore] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  function set(part: Partial<AskValues>, mine = own) {
    setTouched((before) => new Set([...before, ...Object.keys(part)]));
    setValues((before) => suggest(withChange(before, part, options, today), options, mine));
  }
  /** A field that is suggested until somebody writes it; emptied, it is suggested again. */
  function write(field: 'name' | 'purpose', text: string) {
    const mine = { ...own, [field]: text !== '' };
    setOwn(mine);
    set({ [field]: text }, text === '' ? { ...mine, [field]: true } : mine);
  }

  const ask = useMemo(() => JSON.stringify(askOf(values)), [values]);
  const enough = isEnough(values);
  const look = useLook(ask, enough);
  const verdict = enough ? (look.preview?.verdict ?? null) : null;
  const errors = useMemo(
    () => errorsOf(enough ? look.preview : null, state.fieldErrors, touched),
    [look.preview, state, touched, enough],
  );
  const serviceError = errors['service'] ?? errors['service.slug'] ?? errors['service.name'];
  const known = options.services.find(({ slug }) => slug === values.service);
  const owner = options.teams.find(({ slug }) => slug === known?.team)?.name;
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

  return (
    <form
      ref={form}
      action={send}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,25rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]"
      onSubmit={(event) => {
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        setTouched(new Set());
        startTransition(() => send(data));
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <div role={state.outcome === 'failed' ? 'alert' : 'status'} className={state.message ? '' : 'hidden'}>
          <p
            tabIndex={-1}
            data-form-message
            className="rounded-md border border-bad/35 bg-bad-wash px-3 py-2 text-bad"
          >
            {state.message}
          </p>
        </div>
        <div className="grid gap-6 sm:grid-cols-2">
          <Choice
            name="service"
            label="Service"
            className="sm:col-span-2"
            hint={
              owner === undefined
                ? 'What runs here. It brings the owner, the docs and the promise.'
                : `Owned by ${owner}; its docs and its promise come with it.`
            }
            value={values.service}
            error={values.service === NEW_SERVICE ? undefined : serviceError}
            onChange={(service) => set({ service })}
            groups={serviceGroups(options, values.service)}
          />
          {values.service === NEW_SERVICE ? (
            <NewService
              values={values}
              options={options}
              error={serviceError}
              teamError={errors['team']}
              onChange={set}
            />
          ) : (
            <input type="hidden" name="team" value={values.team} />
          )}
          <Choice
            name="environment"
            label="Environment"
            value={values.environment}
            error={errors['environment']}
            onChange={(environment) => set({ environment })}
            groups={[
              {
                label: '',
                items: options.environments.map((word) => ({
                  value: word,
                  label: word.charAt(0).toUpperCase() + word.slice(1),
                  disabled: !options.clusters.some(({ environments }) => environments.includes(word)),
                })),
              },
            ]}
          />
          <Choice
            name="cluster"
            label="Cluster"
            value={values.cluster}
            error={errors['cluster']}
            onChange={(cluster) => set({ cluster })}
            groups={[{ label: '', items: clusterItems(options, values.environment) }]}
          />
          <Text
            name="name"
            label="Name"
            className="sm:col-span-2"
            value={values.name}
            error={errors['name']}
            hint="The namespace’s name on the cluster: lower-case letters, digits and hyphens. It can’t be changed later."
            mono
            onChange={(name) => write('name', name)}
          />
        </div>
        <SizeChoice
          sizes={options.sizes}
          size={values.size}
          quota={values.quota}
          errors={errors}
          onSize={(size) => {
            const usual = options.sizes.find((option) => option.size === values.size) ?? options.sizes[0];
            const blank = size === 'custom' && Object.keys(values.quota).length === 0;
            set(blank ? { size, quota: { ...usual?.quota } } : { size });
          }}
          onQuota={(quota) => set({ quota })}
        />
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
          className="group rounded-lg border border-line"
          open={more || folded}
          onToggle={(event) => setMore(event.currentTarget.open)}
        >
          <summary className="flex min-h-11 items-center gap-2 rounded-lg px-3.5 py-2 hover:bg-sunken">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
            />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">Purpose, access and expiry</span>
              <span className="text-xs text-faint group-open:hidden">
                {values.access === null ? 'The team’s groups get access' : 'Own access list'}
              </span>
            </span>
          </summary>
          <div className="grid gap-6 border-t border-line p-4">
            <Text
              name="purpose"
              label="Purpose"
              value={values.purpose}
              error={errors['purpose']}
              hint="One sentence that somebody else understands in a year."
              onChange={(purpose) => write('purpose', purpose)}
            />
            <Access
              rows={values.access}
              team={look.preview?.desired?.spec.access ?? null}
              options={options}
              errors={errors}
              onChange={(access) => set({ access })}
            />
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
        {verdict?.outcome === 'needs-approval' && (
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
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" tone="primary" className="min-h-10 px-5" aria-disabled={pending || undefined}>
            {pending ? 'Asking…' : 'Ask for a namespace'}
          </Button>
          {verdict && <p className="text-soft lg:hidden">{verdictTitle(verdict)}</p>}
        </div>
      </div>
      <Outcome
        look={look}
        enough={enough}
        cluster={options.clusters.find(({ name }) => name === values.cluster)?.displayName ?? values.cluster}
      />
    </form>
  );
}

function clusterItems(options: AskFormOptions, environment: string) {
  return options.clusters.map((cluster) => ({
    value: cluster.name,
    label: !cluster.environments.includes(environment)
      ? `${cluster.displayName} (no ${environment})`
      : cluster.reachable === false
        ? `${cluster.displayName} (not reachable now)`
        : cluster.displayName,
    disabled: !cluster.environments.includes(environment),
  }));
}

/** A service that does not exist yet: what it is called, and whose it is. */
function NewService({
  values,
  options,
  error,
  teamError,
  onChange,
}: {
  values: AskValues;
  options: AskFormOptions;
  error: string | undefined;
  teamError: string | undefined;
  onChange: (part: Partial<AskValues>) => void;
}) {
  const several = options.teams.length > 1;
  return (
    <>
      <Text
        name="serviceName"
        label="Name of the new service"
        className={several ? '' : 'sm:col-span-2'}
        value={values.serviceName}
        error={error}
        hint="As people call it. Its team can add docs, dashboards and its promise later."
        onChange={(serviceName) => onChange({ serviceName })}
      />
      {several ? (
        <Choice
          name="team"
          label="Team"
          value={values.team}
          error={teamError}
          hint="Who owns it."
          onChange={(team) => onChange({ team })}
          groups={[
            { label: '', items: options.teams.map(({ slug, name }) => ({ value: slug, label: name })) },
          ]}
        />
      ) : (
        <input type="hidden" name="team" value={values.team} />
      )}
    </>
  );
}

/** Who gets in: the team's groups, until somebody chooses others. */
function Access({
  rows,
  team,
  options,
  errors,
  onChange,
}: {
  rows: AccessRow[] | null;
  team: AccessRow[] | null;
  options: AskFormOptions;
  errors: Record<string, string>;
  onChange: (rows: AccessRow[]) => void;
}) {
  if (rows !== null) {
    return (
      <AccessEditor
        rows={rows}
        roles={options.accessRoles}
        groups={options.teams.flatMap(({ groups }) => groups)}
        errors={errors}
        onChange={onChange}
      />
    );
  }
  return (
    <div>
      <p className="mb-1 font-medium">Access</p>
      {team === null || team.length === 0 ? (
        <p className="text-xs text-faint">The groups of the team.</p>
      ) : (
        <ul className="text-xs text-soft">
          {team.map((entry) => (
            <li key={entry.name}>
              {entry.name}: {entry.role}
            </li>
          ))}
        </ul>
      )}
      <Button
        size="sm"
        className="mt-2"
        onClick={() => onChange(team ?? [{ kind: 'group', name: '', role: 'developer' }])}
      >
        Choose others
      </Button>
    </div>
  );
}
