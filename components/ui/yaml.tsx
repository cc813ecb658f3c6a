import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** One line of YAML with its key and comment told apart. Enough for what Berth prints; it parses nothing. */
function line(text: string): ReactNode {
  if (/^\s*#/.test(text)) return <span className="text-faint">{text}</span>;
  if (text === '---') return <span className="text-control">---</span>;
  const match = /^(\s*(?:- )*)("?[A-Za-z0-9_./*:-]+"?)(:)(\s.*|)$/.exec(text);
  if (!match) return text;
  return (
    <>
      {match[1]}
      <span className="text-tide">{match[2]}</span>
      {match[3]}
      {match[4]}
    </>
  );
}

/** A block of YAML or commands, with a button that copies it. `label` names the block for screen readers. */
export function CodeBlock({
  text,
  label,
  yaml = false,
  tall = false,
  wrap = false,
}: {
  text: string;
  label: string;
  yaml?: boolean;
  tall?: boolean;
  wrap?: boolean;
}) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className={`overflow-auto p-3 pr-20 text-xs leading-5 ${tall ? 'max-h-[36rem]' : ''} ${wrap ? 'break-words whitespace-pre-wrap' : ''}`}
      >
        <code>
          {yaml
            ? lines.map((text, at) => (
                <span key={at}>
                  {line(text)}
                  {'\n'}
                </span>
              ))
            : text}
        </code>
      </pre>
    </div>
  );
}
