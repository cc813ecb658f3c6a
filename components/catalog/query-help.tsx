import { KEYS } from '../../lib/domain/catalog/query/index.ts';
import { Fold } from '../ui/fold.tsx';

/** What can be typed into the box: every filter with an example. */
export function QueryHelp() {
  return (
    <Fold title="Filters to type">
      <p className="mb-2 text-xs text-soft">
        Several values: <code>env:prod,test</code>. Not: <code>-has:runbook</code>. With blanks:{' '}
        <code>team:&quot;Two words&quot;</code>.
      </p>
      <dl className="grid gap-1.5 text-xs">
        {KEYS.map((info) => (
          <div key={info.key}>
            <dt>
              <code className="wrap-anywhere">{info.example}</code>
            </dt>
            <dd className="text-faint">{info.hint}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  );
}
