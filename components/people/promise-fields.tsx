import { durationWords } from '../../lib/domain/catalog/duration.ts';
import {
  DAYS,
  SEVERITIES,
  type MaintenanceWindow,
  type ServicePromise,
} from '../../lib/domain/catalog/promise.ts';
import { daysWords } from '../../lib/domain/catalog/promise-words.ts';
import { Checks, SelectField, TextArea, TextField } from '../ui/form.tsx';

/** Maintenance windows that the form has room for beyond those that are there. */
const MORE_WINDOWS = 1;

const typed = (minutes: number | undefined): string => (minutes === undefined ? '' : durationWords(minutes));
const dayOptions = DAYS.map((day) => ({ value: day, label: daysWords([day]) }));

/** What a team promises for a service, in figures. Everything may stay empty: what isn't said isn't promised. */
export function PromiseFields({ sla }: { sla: ServicePromise }) {
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          name="sla.availability"
          label="Availability"
          optional
          idPrefix="service"
          inputMode="decimal"
          hint="In percent, over 30 days."
          placeholder="99.9"
          defaultValue={sla.availability === undefined ? '' : String(sla.availability)}
        />
        <TextField
          name="sla.rto"
          label="Recovery time"
          optional
          idPrefix="service"
          placeholder="4 h"
          defaultValue={typed(sla.rto)}
        />
        <TextField
          name="sla.rpo"
          label="Recovery point"
          optional
          idPrefix="service"
          placeholder="15 min"
          defaultValue={typed(sla.rpo)}
        />
      </div>
      <Times name="response" legend="Somebody looks at an incident within" times={sla.response} />
      <Times name="resolution" legend="An incident is over within" times={sla.resolution} />
      <Support support={sla.support} />
      <Windows windows={sla.maintenance ?? []} />
      <TextArea name="sla.note" label="Note" optional rows={2} idPrefix="service" defaultValue={sla.note} />
    </div>
  );
}

function Times({
  name,
  legend,
  times,
}: {
  name: 'response' | 'resolution';
  legend: string;
  times: ServicePromise['response'];
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {SEVERITIES.map((severity) => (
          <TextField
            key={severity}
            name={`sla.${name}.${severity}`}
            label={severity === '1' ? 'Severity 1, worst' : `Severity ${severity}`}
            idPrefix="service"
            placeholder={severity === '1' ? '30 min' : '1 d'}
            defaultValue={typed(times?.[severity])}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Support({ support }: { support: ServicePromise['support'] }) {
  const hours = support === undefined || support === 'always' ? null : support;
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-4">
      <legend className="px-1 text-xs font-medium text-soft">When somebody answers</legend>
      <SelectField
        name="sla.support"
        label="Support"
        idPrefix="service"
        defaultValue={support === undefined ? '' : hours === null ? 'always' : 'hours'}
        options={[
          { value: '', label: 'Not said' },
          { value: 'always', label: 'Around the clock' },
          { value: 'hours', label: 'On the days and hours below' },
        ]}
      />
      <Checks
        name="sla.support.days"
        legend="Days"
        options={dayOptions.map((day) => ({
          ...day,
          checked: (hours?.days ?? ['mon', 'tue', 'wed', 'thu', 'fri']).some((one) => one === day.value),
        }))}
      />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Clock name="sla.support.from" label="From" value={hours?.from ?? '08:00'} />
        <Clock name="sla.support.to" label="To" value={hours?.to ?? '18:00'} />
        <Zone name="sla.support.zone" value={hours?.zone ?? 'Europe/Berlin'} />
      </div>
    </fieldset>
  );
}

function Windows({ windows }: { windows: readonly MaintenanceWindow[] }) {
  const rows = Array.from(
    { length: Math.min(windows.length + MORE_WINDOWS, 10) },
    (_, index) => windows[index],
  );
  return (
    <fieldset className="grid gap-4 rounded-md border border-line p-4">
      <legend className="px-1 text-xs font-medium text-soft">Maintenance windows</legend>
      {rows.map((window, index) => {
        const name = `sla.maintenance.${String(index)}`;
        return (
          <div key={name} className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            <SelectField
              name={`${name}.day`}
              label="Day"
              idPrefix="service"
              defaultValue={window?.day ?? ''}
              options={[{ value: '', label: 'None' }, ...dayOptions]}
            />
            <Clock name={`${name}.from`} label="From" value={window?.from ?? ''} />
            <Clock name={`${name}.to`} label="To" value={window?.to ?? ''} />
            <Zone name={`${name}.zone`} value={window?.zone ?? 'Europe/Berlin'} />
            <TextField
              name={`${name}.note`}
              label="Note"
              optional
              wrap="col-span-full"
              idPrefix="service"
              defaultValue={window?.note ?? ''}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

function Clock({ name, label, value }: { name: string; label: string; value: string }) {
  return <TextField name={name} label={label} idPrefix="service" placeholder="08:00" defaultValue={value} />;
}

function Zone({ name, value }: { name: string; value: string }) {
  return (
    <TextField name={name} label="Time zone" idPrefix="service" spellCheck={false} defaultValue={value} />
  );
}
