import { linkKind, linkLabel, type LinkKind } from '../../lib/domain/catalog/links.ts';
import type { ServicePromise } from '../../lib/domain/catalog/promise.ts';
import { LIFECYCLES, type Lifecycle } from '../../lib/domain/catalog/service.ts';
import { Fold } from '../ui/fold.tsx';
import { SelectField, TextArea, TextField } from '../ui/form.tsx';
import { LIFECYCLE_WORDS } from '../catalog/service-words.ts';
import { PromiseFields } from './promise-fields.tsx';

/** Links that the form offers; a service's own beyond these stand behind them. */
const OFFERED: readonly LinkKind[] = [
  'runbook',
  'dashboards',
  'documentation',
  'repository',
  'logs',
  'metrics',
  'chat',
  'oncall',
  'incidents',
  'api',
];

export type ServiceFieldValues = {
  slug: string;
  name: string;
  description: string;
  tier: number | null;
  lifecycle: Lifecycle;
  tags: readonly string[];
  dependsOn: readonly { slug: string }[];
  sla: ServicePromise;
  links: Record<string, string>;
};

/** What a service says of itself: what it is, where its docs and dashboards are, what it needs, and what is promised. */
export function ServiceFields({ service }: { service?: ServiceFieldValues }) {
  return (
    <>
      <TextField name="name" label="Name" idPrefix="service" defaultValue={service?.name} required />
      <TextArea
        name="description"
        label="Description"
        optional
        rows={2}
        idPrefix="service"
        defaultValue={service?.description}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="tier"
          label="Tier"
          idPrefix="service"
          hint="1 is what the company can’t be without."
          defaultValue={service?.tier == null ? '' : String(service.tier)}
          options={[
            { value: '', label: 'Not said' },
            ...[1, 2, 3, 4].map((tier) => ({ value: String(tier), label: `Tier ${String(tier)}` })),
          ]}
        />
        <SelectField
          name="lifecycle"
          label="Lifecycle"
          idPrefix="service"
          defaultValue={service?.lifecycle ?? 'production'}
          options={LIFECYCLES.map((value) => ({ value, label: LIFECYCLE_WORDS[value].choice }))}
        />
      </div>
      <LinkFields links={service?.links ?? {}} />
      <TextField
        name="tags"
        label="Tags"
        optional
        idPrefix="service"
        hint="Words to find it by, with commas between: payments, on-premises."
        defaultValue={service?.tags.join(', ')}
      />
      <TextField
        name="dependsOn"
        label="Depends on"
        optional
        idPrefix="service"
        spellCheck={false}
        hint="Short names of the services it needs, with commas between: ledger, card-gateway."
        defaultValue={service?.dependsOn.map(({ slug }) => slug).join(', ')}
      />
      <Fold title="What is promised" hint="Availability, response, support hours">
        <PromiseFields sla={service?.sla ?? {}} />
      </Fold>
      {service && (
        <Fold title="Short name" hint={service.slug}>
          <TextField
            name="newSlug"
            label="New short name"
            optional
            idPrefix="service"
            spellCheck={false}
            defaultValue={service.slug}
            hint="The old one stays: it is found, its pages lead here, and nobody else can take it. Labels on its namespaces change at once."
          />
        </Fold>
      )}
    </>
  );
}

function LinkFields({ links }: { links: Record<string, string> }) {
  const own = Object.keys(links);
  // A link under another word ("docs") keeps its word, in place of the field of the well-known one.
  const offered = OFFERED.filter((kind) => !own.some((name) => name !== kind && linkKind(name) === kind));
  const names = [...offered, ...own.filter((name) => !offered.some((kind) => kind === name))];
  return (
    <fieldset className="rounded-md border border-line p-4">
      <legend className="px-1 text-xs font-medium text-soft">Links</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {names.map((name) => (
          <TextField
            key={name}
            name={`links.${name}`}
            label={linkLabel(name)}
            type="url"
            optional
            idPrefix="service"
            defaultValue={links[name]}
          />
        ))}
      </div>
    </fieldset>
  );
}
