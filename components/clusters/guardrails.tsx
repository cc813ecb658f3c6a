import type { GuardrailCheck } from '../../lib/domain/cluster/index.ts';
import { Ago } from '../ui/ago.tsx';
import { Pill, Status, type Tone } from '../ui/badge.tsx';
import { Fold } from '../ui/fold.tsx';
import { Section } from '../ui/surface.tsx';
import { CodeBlock } from '../ui/yaml.tsx';

const CHECK_WORDS: Record<GuardrailCheck['state'], { tone: Tone; word: string }> = {
  proved: { tone: 'ok', word: 'proved' },
  idle: { tone: 'neutral', word: 'nothing to judge here' },
  failed: { tone: 'bad', word: 'not proved' },
};

/** Whether the guardrail bundle is proved to be in force: what was tried, what is missing, and the command that mends it. */
export function Guardrails({
  guardrails,
}: {
  guardrails: {
    status: 'True' | 'False' | 'Unknown';
    message: string;
    since: string;
    checks: readonly GuardrailCheck[];
    command: string;
  };
}) {
  const { status, message, since, checks, command } = guardrails;
  const failed = checks.filter(({ state }) => state === 'failed');
  const proved = status === 'True';
  return (
    <Section
      title="Guardrails"
      hint={
        <Pill tone={proved ? 'ok' : status === 'False' ? 'bad' : 'neutral'}>
          {proved ? 'Proved to be in force' : status === 'False' ? 'Not proved' : 'Not known yet'}
        </Pill>
      }
    >
      <div className="grid gap-3">
        <p className="text-soft">
          {message || 'What tenants may do is judged by the API server itself.'}{' '}
          <span className="text-xs text-faint">
            <Ago at={since} />
          </span>
        </p>
        {!proved && (
          <>
            <p>
              Until they are proved, no namespace is made here and no right is widened; revoking, healing and
              deleting go on.
            </p>
            {command && (
              <>
                <p className="text-soft">A cluster administrator installs them with:</p>
                <CodeBlock label="install command" text={command} wrap />
              </>
            )}
          </>
        )}
        {failed.length > 0 && <Checks checks={failed} label="What is missing" />}
        {checks.length > 0 && (
          <Fold title="Policy by policy" hint={String(checks.length)}>
            <Checks checks={checks} label="Policies" />
          </Fold>
        )}
      </div>
    </Section>
  );
}

function Checks({ checks, label }: { checks: readonly GuardrailCheck[]; label: string }) {
  return (
    <ul aria-label={label} className="grid gap-1.5">
      {checks.map((check) => {
        const { tone, word } = CHECK_WORDS[check.state];
        return (
          <li key={check.name} className="grid gap-x-4 sm:grid-cols-[15rem_minmax(0,1fr)]">
            <span className="font-mono text-xs leading-[1.3125rem] wrap-anywhere">{check.name}</span>
            <span className="min-w-0">
              <Status tone={tone}>{word}</Status>
              {check.message && <span className="ml-2 text-soft wrap-anywhere">{check.message}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
