import { Badge, Status } from '../../components/ui/badge.tsx';
import { Fold } from '../../components/ui/fold.tsx';
import { MeterLine } from '../../components/ui/meter.tsx';
import { Pager } from '../../components/ui/pager.tsx';
import { Steps } from '../../components/ui/steps.tsx';
import { Columns, Fact, Facts, List, ListRow, Panel, Section } from '../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../components/ui/table.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { CodeBlock, Command } from '../../components/ui/yaml.tsx';
import { Chapter, Sample } from './chapter.tsx';

const YAML = `apiVersion: v1
kind: Namespace
metadata:
  name: ledger-prod
  labels:
    berth.dev/team: payments
    pod-security.kubernetes.io/enforce: restricted
`;

const ROWS = [
  { name: 'ledger-prod', state: 'Ready', tone: 'ok', owner: 'Payments', pods: 12 },
  { name: 'seat-map-staging', state: 'Provisioning', tone: 'info', owner: 'Checkout', pods: 0 },
  { name: 'log-search-prod', state: 'Degraded', tone: 'bad', owner: 'Observability', pods: 148 },
] as const;

/** What pages are made of: sections and rails, lists, tables, facts, figures, steps, code. */
export function Parts() {
  return (
    <Chapter
      id="parts"
      title="Parts of pages"
      intro="A title, what it is about in one line, and what can be done beside it. What one works with stands wide; what one looks up stands in the rail."
    >
      <Tabs
        path="/design"
        label="Sample of tabs"
        current="overview"
        parameter="part"
        tabs={[
          { id: 'overview', label: 'Overview' },
          { id: 'connect', label: 'Connect' },
          { id: 'history', label: 'History', count: 7 },
        ]}
      />
      <Columns
        rail={
          <Section title="Rail" plain id="rail-sample">
            <Facts>
              <Fact name="Owner">Payments</Fact>
              <Fact name="Service">Ledger</Fact>
              <Fact name="Promise">
                <span className="text-soft">Availability</span> 99.9 %
              </Fact>
            </Facts>
          </Section>
        }
      >
        <Section title="Table" hint="Reads as a list on a phone" flush id="table-sample">
          <Table
            caption="Sample of a table"
            head={
              <>
                <Th>Name</Th>
                <Th>State</Th>
                <Th wide>Owner</Th>
                <Th wide className="text-right">
                  Pods
                </Th>
              </>
            }
          >
            {ROWS.map((row) => (
              <Tr key={row.name}>
                <Td>
                  <a href="#parts" className="covers font-medium hover:underline">
                    {row.name}
                  </a>
                  <Stack>
                    <Dotted parts={[row.owner, `${String(row.pods)} pods`]} />
                  </Stack>
                </Td>
                <Td state>
                  <Status tone={row.tone} busy={row.tone === 'info'}>
                    {row.state}
                  </Status>
                </Td>
                <Td wide className="text-soft">
                  {row.owner}
                </Td>
                <Td wide className="num text-right text-soft">
                  {row.pods}
                </Td>
              </Tr>
            ))}
          </Table>
        </Section>
        <Pager
          shown={3}
          total={1458}
          next="/design?part=next"
          first={null}
          exports={[{ label: 'CSV', href: '#parts' }]}
        />
        <Section title="List" flush id="list-sample">
          <List label="Sample of a list">
            <ListRow>
              <a href="#parts" className="covers font-medium hover:underline">
                Card Gateway
              </a>
              <p className="text-xs text-soft">Talks to the card schemes.</p>
            </ListRow>
            <ListRow>
              <span className="flex items-center justify-between gap-3">
                payments-maintainers <Badge tone="info">maintainer</Badge>
              </span>
            </ListRow>
          </List>
        </Section>
      </Columns>
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Figures against their limits">
          <Panel className="grid gap-4">
            <MeterLine label="CPU" used="1.5 CPU" of="4 CPU" ratio={0.38} />
            <MeterLine label="Memory" used="7 GiB" of="8 GiB" ratio={0.88} />
            <MeterLine label="Pods" used="50" of="50" ratio={1} note="Full: the next pod is refused." />
            <MeterLine label="Storage" used={null} of="50 GiB" ratio={null} />
          </Panel>
        </Sample>
        <Sample title="Steps: said aloud as they are made">
          <Panel>
            <Steps
              done="Ready."
              steps={[
                { title: 'Namespace', state: 'done', detail: 'Made.' },
                {
                  title: 'Quota and limits',
                  state: 'working',
                  detail: 'The cluster counts against the quota.',
                },
                { title: 'Network policies', state: 'failed', detail: 'The API server refused: Forbidden.' },
                { title: 'Access', state: 'waiting', detail: 'Given when the fences stand.' },
              ]}
            />
          </Panel>
        </Sample>
        <Sample title="Text to copy">
          <div className="grid gap-3">
            <Command
              label="sample command"
              text="kubectl create token berth-deployer --namespace ledger-prod --duration 1h"
            />
            <CodeBlock text={YAML} label="sample YAML" yaml />
          </div>
        </Sample>
        <Sample title="More of the same, folded">
          <Panel>
            <Fold title="12 rules pass" hint="of 14">
              <p className="text-soft">Quota, team budget, name, pod security, and eight others.</p>
            </Fold>
          </Panel>
        </Sample>
      </div>
    </Chapter>
  );
}
