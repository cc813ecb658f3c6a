const TITLES = {
  availability: 'Availability',
  support: 'Support',
  responseTime: 'Response',
  rto: 'Recovery time',
  rpo: 'Recovery point',
} as const;

export type Sla = { [K in keyof typeof TITLES]?: string };

/** What is promised for a service, a line each; nothing that isn't said. */
export function PromiseLines({ sla, tier }: { sla: Sla; tier: number | null }) {
  const lines = (Object.keys(TITLES) as (keyof Sla)[]).filter((key) => (sla[key] ?? '') !== '');
  if (lines.length === 0 && tier === null)
    return <span className="text-soft">Nothing is promised for this service.</span>;
  return (
    <>
      {lines.length === 0 && <span className="text-soft">Nothing is promised in figures.</span>}
      <ul>
        {lines.map((key) => (
          <li key={key}>
            <span className="text-soft">{TITLES[key]}</span> <span className="num">{sla[key]}</span>
          </li>
        ))}
      </ul>
      {tier !== null && <p className="text-xs text-soft">Tier {tier} of 4</p>}
    </>
  );
}
