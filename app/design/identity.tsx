import { Chart } from '../../components/shell/chart.tsx';
import { Mark } from '../../components/shell/mark.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { Chapter, Sample } from './chapter.tsx';

/** Name, mark, chart, and the pictures that are made of them. */
export function Identity() {
  return (
    <Chapter
      id="identity"
      title="Identity"
      intro="A quay and two hulls moored at it, which together read as a B. Around it the language of nautical charts: land, shoal and deep water, contour lines, and one colour for notes."
    >
      <Sample title="Mark">
        <Panel className="flex flex-wrap items-end gap-8">
          <Mark className="size-20" />
          <Mark className="size-12" />
          <Mark className="size-8" />
          <Mark className="size-6" />
          <Mark className="size-4" />
          <span className="flex items-center gap-3 text-2xl font-semibold tracking-[-0.03em]">
            <Mark className="size-9" />
            Berth
          </span>
        </Panel>
      </Sample>
      <Sample title="Social picture, public/og.png (1200 by 630) and touch icon, public/apple-touch-icon.png">
        <div className="grid gap-4 overflow-hidden">
          <SocialPicture />
          <TouchIcon />
        </div>
      </Sample>
    </Chapter>
  );
}

/** What a link to Berth shows elsewhere. Drawn at half its size: a picture of it at twice the pixels is public/og.png. */
function SocialPicture() {
  return (
    <div
      id="social-picture"
      data-theme="light"
      className="relative flex h-[315px] w-[600px] max-w-full overflow-hidden bg-canvas scheme-light"
    >
      <Chart className="absolute inset-y-0 right-0 left-[252px] h-full w-[348px]" />
      <div className="relative flex w-[270px] flex-col justify-between bg-linear-to-r from-canvas from-93% to-transparent py-8 pl-8">
        <span className="flex items-center gap-2 text-lg font-semibold tracking-[-0.02em]">
          <Mark className="size-6" />
          Berth
        </span>
        <span className="w-56 text-[1.75rem] leading-[2rem] font-semibold tracking-[-0.03em]">
          A berth for what your team runs
        </span>
        <span className="w-52 text-xs text-soft">
          Kubernetes namespaces, asked for and granted in seconds
        </span>
      </div>
    </div>
  );
}

function TouchIcon() {
  return (
    <div id="touch-icon" className="grid size-[180px] place-items-center bg-canvas scheme-light">
      <Mark className="size-28" />
    </div>
  );
}
