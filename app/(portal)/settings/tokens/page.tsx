import type { Metadata } from 'next';
import { TokenForm } from '../../../../components/people/token-form.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Badge } from '../../../../components/ui/badge.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { Command } from '../../../../components/ui/yaml.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { webConfig } from '../../../../lib/config/env.ts';
import { listApiTokens } from '../../../../lib/queries/api-tokens.ts';
import { load } from '../../../load.ts';
import { createTokenAction, revokeTokenAction } from './actions.ts';

export const metadata: Metadata = { title: 'API tokens' };

const TONES = { active: 'ok', expired: 'neutral', revoked: 'neutral' } as const;

/** The ISO day that many days from now. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The reader's own API tokens. */
export default async function TokensPage() {
  const actor = await requireActor();
  const tokens = await load(listApiTokens(actor));
  const approves =
    actor.roles.includes('administrator') ||
    actor.roles.includes('approver') ||
    actor.teams.some((team) => team.role === 'maintainer');
  return (
    <>
      <PageHeader
        title="API tokens"
        description="For scripts and pipelines that act as you. Each can do at most what you can, and stops when you leave."
      />
      <div className="grid gap-8">
        <Section title="Your tokens" flush>
          {tokens.length === 0 ? (
            <Empty title="You have no token" />
          ) : (
            <Table
              caption="Your tokens"
              head={
                <>
                  <Th>Token</Th>
                  <Th wide>Scopes</Th>
                  <Th wide>Expires</Th>
                  <Th wide>Last used</Th>
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </>
              }
            >
              {tokens.map((token) => (
                <Tr key={token.id}>
                  <Td>
                    <span className="font-medium">{token.name}</span>{' '}
                    <code className="text-xs text-faint">{token.prefix}</code>{' '}
                    <Badge tone={TONES[token.state]}>{token.state}</Badge>
                    <Stack>
                      <Dotted
                        parts={[
                          token.scopes.join(', '),
                          <>
                            expires <Ago at={token.expiresAt} />
                          </>,
                        ]}
                      />
                    </Stack>
                  </Td>
                  <Td wide className="text-soft">
                    {token.scopes.join(', ')}
                  </Td>
                  <Td wide className="text-soft">
                    <Ago at={token.expiresAt} />
                  </Td>
                  <Td wide className="text-soft">
                    {token.lastUsedAt ? <Ago at={token.lastUsedAt} /> : 'never'}
                  </Td>
                  <Td className="text-right">
                    {token.state === 'active' && (
                      <DialogButton
                        label={
                          <>
                            Revoke<span className="sr-only"> {token.name}</span>
                          </>
                        }
                        title={`Revoke ${token.name}`}
                        tone="danger"
                        size="sm"
                      >
                        <ActionForm
                          action={revokeTokenAction.bind(null, token.id)}
                          label={`Revoke ${token.name}`}
                          className="grid gap-4"
                        >
                          <p>What uses it is refused from now on. A revoked token does not come back.</p>
                          <div>
                            <Submit tone="danger" busy="Revoking…">
                              Revoke token
                            </Submit>
                          </div>
                        </ActionForm>
                      </DialogButton>
                    )}
                  </Td>
                </Tr>
              ))}
            </Table>
          )}
        </Section>
        <Section title="New token">
          <TokenForm
            action={createTokenAction}
            days={{ first: dayFromNow(1), usual: dayFromNow(90) }}
            approves={approves}
          />
        </Section>
        <Section title="How to use it" bare>
          <Command
            label="curl command"
            text={`curl -H "Authorization: Bearer $BERTH_TOKEN" ${webConfig().portalUrl}/api/v1/namespaces`}
          />
          <p className="mt-2 text-xs text-faint">
            All verbs are described in{' '}
            <a className="link" href="/api/v1/openapi.json">
              openapi.json
            </a>
            . Backstage, Argo CD, flux, Prometheus and OpenCost have addresses of their own there, under
            “Other tools”; a token with the scope read is enough for each.
          </p>
        </Section>
      </div>
    </>
  );
}
