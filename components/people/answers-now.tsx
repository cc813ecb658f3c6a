'use client';
import { supportedAt } from '../../lib/domain/catalog/promise-words.ts';
import type { SupportHours } from '../../lib/domain/catalog/promise.ts';
import { Status } from '../ui/badge.tsx';
import { useNow } from '../ui/now.ts';

/** Whether somebody answers at this moment, by the hours that are promised. */
export function AnswersNow({ support }: { support: SupportHours }) {
  const answers = supportedAt(support, new Date(useNow()));
  return (
    <span className="text-xs" suppressHydrationWarning>
      {answers ? (
        <Status tone="ok">Somebody answers now</Status>
      ) : (
        <Status tone="neutral">Nobody at this hour</Status>
      )}
    </span>
  );
}
