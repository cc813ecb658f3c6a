import {
  Anchor,
  Boxes,
  CircleCheck,
  Container,
  House,
  KeyRound,
  MessageSquareText,
  ScrollText,
  Search,
  Server,
  ShieldCheck,
  Users,
} from 'lucide-react';
import { Ago } from '../../components/ui/ago.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { Chapter, Sample } from './chapter.tsx';

const TYPE: [name: string, className: string, use: string][] = [
  ['2xl', 'text-2xl font-semibold tracking-[-0.03em]', 'the sign-in page, an error page'],
  ['xl', 'text-xl font-semibold tracking-[-0.02em]', 'the title of a page'],
  ['lg', 'text-lg font-semibold', 'the title of a card that is decided on'],
  ['base', 'text-base', 'the title of a section, the sentence under a title'],
  ['sm', 'text-sm', 'everything else'],
  ['xs', 'text-xs', 'what stands under or beside something'],
  ['2xs', 'text-2xs', 'badges, keys, figures in a table'],
];

const ICONS = [
  ['Home', House],
  ['Namespace', Container],
  ['Request', MessageSquareText],
  ['Approval', CircleCheck],
  ['Team', Users],
  ['Service', Boxes],
  ['Cluster', Server],
  ['Host', Anchor],
  ['Audit', ScrollText],
  ['Role', ShieldCheck],
  ['Token', KeyRound],
  ['Search', Search],
] as const;

/** The ISO time that many minutes from now. */
function fromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

/** Type, spacing, radius, icons, density, motion. */
export function Foundations() {
  return (
    <Chapter
      id="foundations"
      title="Type, space, motion"
      intro="Geist for words, Geist Mono for what is typed into a terminal. Figures line up; times are relative, the exact moment on hover."
    >
      <Sample title="Type scale">
        <Panel className="grid gap-4">
          {TYPE.map(([name, className, use]) => (
            <p key={name} className="grid items-baseline gap-x-6 sm:grid-cols-[4rem_minmax(0,1fr)_18rem]">
              <code className="text-xs text-faint">{name}</code>
              <span className={className}>Ledger, production</span>
              <span className="text-xs text-faint">{use}</span>
            </p>
          ))}
        </Panel>
      </Sample>
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Spacing: 4 px steps; 4, 8, 12 inside a part, 28 and 36 between parts">
          <Panel className="grid gap-2">
            {[4, 8, 12, 16, 20, 28, 36].map((size) => (
              <div key={size} className="flex items-center gap-3">
                <span className="num w-8 text-right text-xs text-faint">{size}</span>
                <span className="keep-colour h-3 bg-tide" style={{ width: `${String(size * 4)}px` }} />
              </div>
            ))}
          </Panel>
        </Sample>
        <Sample title="Density: what a finger or a mouse hits">
          <Panel className="grid gap-2.5">
            {[
              ['24 px', 'h-6', 'the least there is: links in lists, folds'],
              ['28 px', 'h-7', 'small buttons, beside the thing they are about'],
              ['36 px', 'h-9', 'buttons and fields'],
              ['44 px', 'h-11', 'rows of tables; links of the menu on a phone'],
            ].map(([size, height, use]) => (
              <div key={size} className="flex items-center gap-3">
                <span className="num w-10 text-right text-xs text-faint">{size}</span>
                <span className={`w-14 rounded-md border border-control ${height ?? ''}`} />
                <span className="text-xs text-soft">{use}</span>
              </div>
            ))}
          </Panel>
        </Sample>
      </div>
      <Sample title="Icons: lucide, 16 px, one for each word of the portal">
        <Panel className="flex flex-wrap gap-x-7 gap-y-3">
          {ICONS.map(([name, Icon]) => (
            <span key={name} className="flex items-center gap-2">
              <Icon aria-hidden className="size-4 text-soft" />
              {name}
            </span>
          ))}
        </Panel>
      </Sample>
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Motion: a state that is under way, and nothing else; none where the reader wants none">
          <Panel className="flex items-center gap-8">
            <span className="pulse keep-colour size-3 rounded-full bg-tide" />
            <span className="turn size-4 rounded-full border-2 border-line border-t-tide" />
            <span className="text-xs text-soft">pulse 1.8 s, turn 0.9 s; popups rise 4 px in 160 ms</span>
          </Panel>
        </Sample>
        <Sample title="Times and figures">
          <Panel className="num grid gap-1">
            <p>
              <Ago at={fromNow(-5)} />, <Ago at={fromNow(3 * 24 * 60)} />
            </p>
            <p>0.25 CPU of 4 CPU, 512 MiB of 8 GiB, 1,458 namespaces</p>
          </Panel>
        </Sample>
      </div>
    </Chapter>
  );
}
