'use client';
import { CircleCheck, CircleX, Eye, UserRoundCheck } from 'lucide-react';
import type { Verdict } from '../../lib/domain/guardrails/types.ts';
import { VerdictList, verdictTitle } from '../requests/verdict.tsx';
import { cx } from '../ui/cx.ts';
import { CodeBlock } from '../ui/yaml.tsx';
import type { Look } from './use-look.ts';

const LOOK = {
  granted: { box: 'border-ok/40', head: 'bg-ok-wash text-ok', Icon: CircleCheck },
  'needs-approval': { box: 'border-warn/40', head: 'bg-warn-wash text-warn', Icon: UserRoundCheck },
  refused: { box: 'border-bad/40', head: 'bg-bad-wash text-bad', Icon: CircleX },
};

function next(verdict: Verdict, cluster: string): string {
  if (verdict.outcome === 'granted') return `It stands on ${cluster} in seconds, with nobody in the way.`;
  if (verdict.outcome === 'refused') return 'Change what is marked with a cross below.';
  return 'The name is kept for you while it is decided. You see who has to say yes, and what they say.';
}

/** Beside the form, live: what will happen, rule by rule, and the YAML that will be applied. */
export function Outcome({ look, enough, cluster }: { look: Look; enough: boolean; cluster: string }) {
  const preview = enough ? look.preview : null;
  const verdict = preview?.verdict ?? null;
  const problems = preview?.errors ?? [];
  const style = verdict ? LOOK[verdict.outcome] : null;
  const Icon = style?.Icon ?? Eye;
  return (
    <div className="grid min-w-0 gap-6 lg:sticky lg:top-20">
      <section aria-labelledby="outcome">
        <div className="mb-2 flex min-h-7 items-center justify-between">
          <h2 id="outcome" className="text-base font-semibold">
            What will happen
          </h2>
          {look.state === 'looking' && <span className="late text-xs text-faint">Looking…</span>}
        </div>
        <div className={cx('overflow-hidden rounded-lg border bg-surface', style?.box ?? 'border-line')}>
          <div
            role="status"
            className={cx('flex min-h-18 gap-3 px-4 py-3.5', style?.head ?? 'bg-sunken text-soft')}
          >
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
            {look.state === 'failed' ? (
              <p className="text-warn">
                The live look does not answer now. You can still ask; everything is checked again then.
              </p>
            ) : verdict ? (
              <div>
                <p className="text-base font-semibold">{verdictTitle(verdict)}</p>
                <p className="mt-0.5 text-xs text-soft">{next(verdict, cluster)}</p>
              </div>
            ) : problems.length > 0 ? (
              <p className="text-bad">
                {problems.length === 1
                  ? 'One field needs a look:'
                  : `${String(problems.length)} fields need a look:`}{' '}
                {problems[0]?.message}
              </p>
            ) : enough ? (
              <p>Looking whether it is granted at once, and what is applied…</p>
            ) : (
              <p>Choose a service, and see here whether it is granted at once, and what is applied.</p>
            )}
          </div>
          {verdict && (
            <div className="border-t border-line p-4">
              <VerdictList verdict={verdict} />
            </div>
          )}
        </div>
      </section>
      {preview?.yaml && (
        <section aria-labelledby="yaml" className="min-w-0">
          <h2 id="yaml" className="mb-2 text-base font-semibold">
            What will be applied
          </h2>
          <CodeBlock text={preview.yaml} label="YAML" yaml tall />
        </section>
      )}
    </div>
  );
}
