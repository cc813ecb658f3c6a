import { contrast, SHAPE_PAIRS, TEXT_PAIRS, type Theme, type Tokens } from '../../components/ui/contrast.ts';
import { Notice } from '../../components/ui/notice.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { Chapter, Sample } from './chapter.tsx';

const THEMES: Theme[] = ['light', 'dark'];

/** Every colour by its use, by day and by night, and every pair with its contrast. */
export function Colours({ tokens }: { tokens: Tokens }) {
  if (tokens.size === 0) {
    return (
      <Chapter id="colours" title="Colours" intro="Named by their use, each as a pair for day and night.">
        <Notice tone="warn" title="The tokens can’t be shown here">
          They are read from app/globals.css, and this deployment carries no sources.
        </Notice>
      </Chapter>
    );
  }
  return (
    <Chapter
      id="colours"
      title="Colours"
      intro="Named by their use, each as a pair for day and night. Colour never carries a meaning alone: a word stands beside it."
    >
      <Sample title="Tokens">
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-6">
          {[...tokens].map(([name, hex]) => (
            <li key={name} className="min-w-0">
              <div className="keep-colour flex h-12 overflow-hidden rounded-md border border-line">
                {THEMES.map((theme) => (
                  <span key={theme} className="flex-1" style={{ background: hex[theme] }} />
                ))}
              </div>
              <p className="mt-1 truncate text-xs font-medium">{name}</p>
              <p className="num text-2xs text-faint">
                {hex.light} {hex.dark}
              </p>
            </li>
          ))}
        </ul>
      </Sample>
      {THEMES.map((theme) => (
        <Sample
          key={theme}
          title={`Contrast, ${theme}: text reaches 4.5 to 1, outlines and fills 3 to 1 (WCAG 2.2 AA)`}
        >
          <Panel flush>
            <div
              tabIndex={0}
              role="group"
              aria-label={`Contrast, ${theme}`}
              className="overflow-x-auto -outline-offset-2"
            >
              <Pairs tokens={tokens} theme={theme} />
            </div>
          </Panel>
        </Sample>
      ))}
    </Chapter>
  );
}

function Pairs({ tokens, theme }: { tokens: Tokens; theme: Theme }) {
  const rows = [
    ...TEXT_PAIRS.map(([front, backs]) => ({ front, backs, least: 4.5 })),
    ...SHAPE_PAIRS.map(([front, backs]) => ({ front: front, backs, least: 3 })),
  ];
  return (
    <table className="w-full text-left">
      <caption className="sr-only">Contrast of each colour with what it is put on, {theme}</caption>
      <thead className="text-xs text-faint">
        <tr className="border-b border-line bg-sunken/60">
          <th scope="col" className="px-4 py-2 font-medium">
            Colour
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            At least
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            On
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map(({ front, backs, least }) => (
          <tr key={`${front} ${String(least)}`}>
            <th scope="row" className="px-4 py-2 font-medium whitespace-nowrap">
              <span
                aria-hidden
                className="keep-colour mr-2 inline-block size-3 rounded-full border border-line align-[-1px]"
                style={{ background: tokens.get(front)?.[theme] }}
              />
              {front}
            </th>
            <td className="num px-4 py-2 text-soft">{least}</td>
            <td className="px-4 py-2">
              <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
                {backs.map((back) => {
                  const figure = contrast(tokens, front, back, theme);
                  return (
                    <span key={back} className="num whitespace-nowrap">
                      <span className="text-soft">{back}</span>{' '}
                      <span className={figure >= least ? 'font-medium' : 'font-medium text-bad'}>
                        {figure.toFixed(1)}
                      </span>
                    </span>
                  );
                })}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
