/** The parties of a request as rows: who must say yes, from what the verdict names. */
import type { Tx } from '../../db/client.ts';
import { partiesOf } from '../../domain/guardrails/index.ts';
import type { Party, Verdict } from '../../domain/guardrails/index.ts';

type PartyRow = { kind: string; teamId: string | null; zoneId: string | null };

/**
 * Makes the parties of a request those of a verdict. One that stays keeps its row and its state; one that is no longer needed goes, a
 * new one waits.
 */
export async function settleParties(tx: Tx, requestId: string, verdict: Verdict): Promise<void> {
  const there = await tx.party.findMany({ where: { requestId } });
  const kept = new Set<string>();
  for (const { rules, ...party } of partiesOf(verdict)) {
    const row = await rowOf(tx, party);
    const known = there.find((candidate) => same(candidate, row));
    if (known === undefined) await tx.party.create({ data: { requestId, ...row, rules } });
    else {
      kept.add(known.id);
      await tx.party.update({ where: { id: known.id }, data: { rules } });
    }
  }
  await tx.party.deleteMany({
    where: { id: { in: there.map(({ id }) => id).filter((id) => !kept.has(id)) } },
  });
}

const same = (a: PartyRow, b: PartyRow): boolean =>
  a.kind === b.kind && a.teamId === b.teamId && a.zoneId === b.zoneId;

async function rowOf(tx: Tx, party: Party): Promise<PartyRow> {
  switch (party.kind) {
    case 'platform':
      return { kind: 'platform', teamId: null, zoneId: null };
    case 'team': {
      const { id } = await tx.team.findUniqueOrThrow({ where: { slug: party.team }, select: { id: true } });
      return { kind: 'team', teamId: id, zoneId: null };
    }
    case 'zone': {
      const { id } = await tx.zone.findFirstOrThrow({
        where: { suffix: party.zone, archivedAt: null },
        select: { id: true },
      });
      return { kind: 'zone', teamId: null, zoneId: id };
    }
  }
}
