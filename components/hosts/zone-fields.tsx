import { Checks, SelectField, TextArea } from '../ui/form.tsx';

/** What a zone says besides its suffix. */
export function ZoneFields({
  clusters,
  teams,
  zone,
}: {
  clusters: readonly { name: string; displayName: string }[];
  teams: readonly { slug: string; name: string }[];
  zone?: { description: string; owner: { slug: string } | null; clusters: readonly { name: string }[] };
}) {
  return (
    <>
      <TextArea
        name="description"
        label="Description"
        optional
        rows={2}
        idPrefix="zone"
        defaultValue={zone?.description}
      />
      <Checks
        name="clusters"
        legend="Clusters that serve it"
        options={clusters.map(({ name, displayName }) => ({
          value: name,
          label: displayName,
          checked: zone?.clusters.some((cluster) => cluster.name === name) ?? false,
        }))}
      />
      <SelectField
        name="ownerTeam"
        label="Owner"
        optional
        idPrefix="zone"
        hint="Whose yes is asked for names that nobody was given; the platform team when empty."
        defaultValue={zone?.owner?.slug ?? ''}
        options={[
          { value: '', label: 'The platform team' },
          ...teams.map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
      />
    </>
  );
}
