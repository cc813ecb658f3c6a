import { linkTitle } from '../namespaces/links.tsx';
import { SelectField, TextArea, TextField } from '../ui/form.tsx';

const LINKS = ['documentation', 'runbook', 'repository', 'support', 'dashboards', 'logs'];

export type ServiceFieldValues = {
  name: string;
  description: string;
  tier: number | null;
  sla: Partial<Record<'availability' | 'support' | 'responseTime' | 'rto' | 'rpo', string>>;
  links: Record<string, string>;
};

/** What a service says of itself: what it is, what is promised, and where its docs and dashboards are. */
export function ServiceFields({ service }: { service?: ServiceFieldValues }) {
  const links = [...LINKS, ...Object.keys(service?.links ?? {}).filter((key) => !LINKS.includes(key))];
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
      <SelectField
        name="tier"
        label="Tier"
        idPrefix="service"
        hint="1 is what the company can’t be without."
        defaultValue={service?.tier === null || service === undefined ? '' : String(service.tier)}
        options={[
          { value: '', label: 'Not said' },
          ...[1, 2, 3, 4].map((tier) => ({ value: String(tier), label: `Tier ${String(tier)}` })),
        ]}
      />
      <fieldset className="rounded-md border border-line p-4">
        <legend className="px-1 text-xs font-medium text-soft">What is promised</legend>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="sla.availability"
            label="Availability"
            optional
            idPrefix="service"
            placeholder="99.9 % a month"
            defaultValue={service?.sla.availability}
          />
          <TextField
            name="sla.support"
            label="Support hours"
            optional
            idPrefix="service"
            placeholder="Mon–Fri, 8–18 h"
            defaultValue={service?.sla.support}
          />
          <TextField
            name="sla.responseTime"
            label="Response time"
            optional
            idPrefix="service"
            placeholder="30 minutes"
            defaultValue={service?.sla.responseTime}
          />
          <TextField
            name="sla.rto"
            label="Recovery time"
            optional
            idPrefix="service"
            placeholder="4 hours"
            defaultValue={service?.sla.rto}
          />
          <TextField
            name="sla.rpo"
            label="Recovery point"
            optional
            idPrefix="service"
            placeholder="15 minutes"
            defaultValue={service?.sla.rpo}
          />
        </div>
      </fieldset>
      <fieldset className="rounded-md border border-line p-4">
        <legend className="px-1 text-xs font-medium text-soft">Links</legend>
        <div className="grid gap-4 sm:grid-cols-2">
          {links.map((key) => (
            <TextField
              key={key}
              name={`links.${key}`}
              label={linkTitle(key)}
              type="url"
              optional
              idPrefix="service"
              defaultValue={service?.links[key]}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
