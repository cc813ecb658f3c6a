import type { Metadata } from 'next';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { Mark } from '../../components/shell/mark.tsx';
import { ThemeSwitch } from '../../components/shell/theme-switch.tsx';
import { tokensOf } from '../../components/ui/contrast.ts';
import { PageHeader } from '../../components/ui/surface.tsx';
import { Tips } from '../../components/ui/tips.tsx';
import { Toasts } from '../../components/ui/toasts.tsx';
import { showsDesignPage } from '../../lib/config/env.ts';
import { THEME_COOKIE, themeOf } from '../theme.ts';
import { Colours } from './colours.tsx';
import { Controls } from './controls.tsx';
import { Foundations } from './foundations.tsx';
import { Identity } from './identity.tsx';
import { Parts } from './parts.tsx';
import { States } from './states.tsx';

export const metadata: Metadata = { title: 'Design' };

const CHAPTERS = [
  ['identity', 'Identity'],
  ['foundations', 'Type, space, motion'],
  ['colours', 'Colours'],
  ['controls', 'Controls'],
  ['parts', 'Parts of pages'],
  ['states', 'States'],
] as const;

/** The tokens as the style sheet declares them; none where a deployment carries no sources. */
async function tokens() {
  return tokensOf(await readFile(join(process.cwd(), 'app/globals.css'), 'utf8').catch(() => ''));
}

/** The design language, alive: every token, primitive and state as the portal uses it. For people who write Berth. */
export default async function DesignPage() {
  if (!showsDesignPage()) notFound();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <div className="min-h-dvh">
      <header className="sticky top-0 z-20 flex min-h-14 flex-wrap items-center gap-x-6 gap-y-1 border-b border-line bg-canvas/92 px-4 py-1.5 backdrop-blur sm:px-8">
        <p className="flex items-center gap-2.5 text-lg font-semibold tracking-[-0.02em]">
          <Mark />
          Berth
        </p>
        <nav aria-label="Chapters" className="min-w-0 max-md:order-last max-md:w-full">
          <ul className="flex gap-5 overflow-x-auto">
            {CHAPTERS.map(([id, title]) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="inline-flex min-h-8 items-center text-soft whitespace-nowrap -outline-offset-2 hover:text-ink"
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto w-52">
          <ThemeSwitch theme={theme} cookie={THEME_COOKIE} />
        </div>
      </header>
      <main id="content" className="mx-auto grid w-full max-w-[76rem] gap-16 px-4 pt-9 pb-20 sm:px-8">
        <div className="-mb-9">
          <PageHeader
            title="The design of Berth"
            description="Calm and fast. A page says in one glance what is so, why, and what to do; everything else waits folded. The sea is in the colours and the drawings, never in the words."
          />
        </div>
        <Identity />
        <Foundations />
        <Colours tokens={await tokens()} />
        <Controls />
        <Parts />
        <States />
      </main>
      <Toasts />
      <Tips />
    </div>
  );
}
