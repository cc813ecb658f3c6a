import type { RequestState } from '../../lib/domain/lifecycle/index.ts';
import type { Tone } from '../ui/badge.tsx';

/** Title and tone of each state of a request. */
export const STATES: Record<RequestState, { title: string; tone: Tone; busy: boolean }> = {
  pending: { title: 'Waiting for a yes', tone: 'warn', busy: false },
  'answer-needed': { title: 'Answer needed', tone: 'warn', busy: false },
  approved: { title: 'Approved', tone: 'info', busy: true },
  rejected: { title: 'Rejected', tone: 'bad', busy: false },
  withdrawn: { title: 'Withdrawn', tone: 'neutral', busy: false },
  lapsed: { title: 'Lapsed', tone: 'neutral', busy: false },
  applied: { title: 'Granted', tone: 'ok', busy: false },
  superseded: { title: 'Superseded', tone: 'neutral', busy: false },
};

/** What each kind of request asks for. */
export const KINDS: Record<string, string> = {
  create: 'New namespace',
  change: 'Change',
  transfer: 'Transfer',
  extend: 'Extension',
  delete: 'Deletion',
  adopt: 'Adoption',
};

/** What a list of requests says of one. */
export type RequestListRow = {
  number: number;
  kind: string;
  state: RequestState;
  title: string;
  namespaceName: string;
  cluster: { name: string };
  environment: string;
  team: { slug: string; name: string };
  requester: { name: string; email: string };
  reason: string;
  createdAt: string;
  waitingFor: string[];
};
