import { Fragment, type ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';

/** One line of YAML with its key and comment told apart. Enough for what Berth prints; it parses nothing. */
function line(text: string): ReactNode {
  if (/^\s*#/.test(text)) return <span className="text-faint">{text}</span>;
  if (text === '---') return <span className="text-faint">---</span>;
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

/** A block of YAML or text, with a button that copies it. `label` names the block for screen readers. */
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
  /** Scrolls in itself when it is long. */
  tall?: boolean;
  wrap?: boolean;
}) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className={cx(
          'overflow-auto rounded-md p-3.5 pr-24 text-xs leading-5',
          tall && 'max-h-[36rem]',
          wrap && 'break-words whitespace-pre-wrap',
        )}
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

/** One command to run in a terminal: the prompt is for the eye, and isn't copied. */
export function Command({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex min-w-0 items-start gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className="min-w-0 flex-1 overflow-x-auto py-1 text-xs leading-5 break-words whitespace-pre-wrap"
      >
        <span aria-hidden className="text-faint select-none">
          ${' '}
        </span>
        {/* A line breaks between words: an option in two halves can't be read. */}
        <code>
          {text.split(' ').map((word, at) => (
            <Fragment key={at}>
              {at > 0 && ' '}
              <span className="inline-block max-w-full wrap-anywhere">{word}</span>
            </Fragment>
          ))}
        </code>
      </pre>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
