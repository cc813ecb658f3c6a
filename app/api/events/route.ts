import { eventStream } from '../../../lib/http/events/stream.ts';

export const dynamic = 'force-dynamic';
export const GET = eventStream;
