import { contour, hull, leftOf, QUAY, smooth, soundings } from './chart-lines.ts';

/** Ships at the quay from top to bottom; the free berth is the one that the track leads to. */
const BERTHS: { length: number; tone: 'tide' | 'quiet' | 'free' }[] = [
  { length: 150, tone: 'quiet' },
  { length: 196, tone: 'tide' },
  { length: 132, tone: 'quiet' },
  { length: 178, tone: 'free' },
  { length: 168, tone: 'tide' },
  { length: 122, tone: 'quiet' },
];
const PITCH = 84;
const FIRST = QUAY.top + 42;
const FREE = FIRST + 3 * PITCH;

const TONES = {
  tide: 'fill-tide',
  quiet: 'fill-contour',
  free: 'fill-none stroke-note',
};

const DEPTHS = [
  { offset: 330, fill: 'fill-shallow' },
  { offset: 205, fill: 'fill-shoal' },
];
const LINES = [110, 205, 330, 470, 620];

const LIGHTS = [
  [466, 726],
  [520, 300],
] as const;

/** Where the ships, their track and the compass are: no soundings there. */
function busy(x: number, y: number): boolean {
  const quay = x < QUAY.x + 250 && y > QUAY.top - 20 && y < QUAY.bottom + 20;
  const track = Math.abs(y - trackAt(x)) < 26;
  const rose = Math.hypot(x - 690, y - 190) < 105;
  const name = Math.abs(y - 466) < 26 && x > 530 && x < 720;
  const light = LIGHTS.some(([at, height]) => Math.hypot(x - at - 10, y - height) < 34);
  return quay || track || rose || name || light;
}

function trackAt(x: number): number {
  if (x < 460) return FREE;
  const t = (x - 460) / 440;
  return FREE + 250 * t * t;
}

const TRACK = smooth(
  Array.from({ length: 12 }, (_, at) => 400 + at * 46).map((x) => [x, trackAt(x)] as const),
);

/** A harbour as its chart shows it: ships at their berths, one berth free, and a ship on the way to it. Only for the eye. */
export function Chart({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 900 900" preserveAspectRatio="xMinYMid slice" aria-hidden className={className}>
      <rect width="900" height="900" className="fill-deep" />
      {DEPTHS.map(({ offset, fill }) => (
        <path key={offset} d={leftOf(contour(offset))} className={fill} />
      ))}
      {LINES.map((offset) => (
        <path
          key={offset}
          d={smooth(contour(offset))}
          className="fill-none stroke-contour"
          strokeWidth={offset === 205 ? 1.2 : 0.7}
        />
      ))}
      <Graticule />
      <path d={leftOf(contour(0))} className="fill-land stroke-control" strokeWidth="1.2" />
      <Town />
      <path
        d={`M${String(QUAY.x)} ${String(QUAY.top - 14)}V${String(QUAY.bottom + 14)}`}
        className="stroke-ink"
        strokeWidth="5"
        strokeLinecap="round"
      />
      {soundings(250, busy).map(({ x, y, metres, tenths }) => (
        <text key={`${String(x)} ${String(y)}`} x={x} y={y} className="fill-faint font-sans text-[12px]">
          {metres}
          {tenths > 0 && (
            <tspan dy="3" className="text-[8.5px]">
              {tenths}
            </tspan>
          )}
        </text>
      ))}
      {BERTHS.map(({ length, tone }, at) => (
        <g key={at} transform={`translate(${String(QUAY.x)} ${String(FIRST + at * PITCH)})`}>
          <path
            d={`M0 ${String(PITCH / 2)}H${at % 2 === 0 ? '128' : '92'}`}
            className="stroke-control"
            strokeWidth="3"
          />
          {tone !== 'free' && (
            <path d="M-8 -13L18 -10M-8 13L18 10" className="stroke-ink opacity-60" strokeWidth="1" />
          )}
          <path
            d={hull(length, 42)}
            transform="translate(14 0)"
            className={TONES[tone]}
            strokeWidth="1.5"
            strokeDasharray={tone === 'free' ? '4 5' : undefined}
          />
          {tone === 'tide' && (
            <path
              d="M32-10h26a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H32a4 4 0 0 1-4-4V-6a4 4 0 0 1 4-4z"
              className="fill-deep opacity-30"
            />
          )}
        </g>
      ))}
      <path d={TRACK} className="fill-none stroke-note" strokeWidth="1.6" strokeDasharray="9 6" />
      <path d={`M392 ${String(FREE)}l13-6v12z`} className="fill-note" />
      <g transform={`translate(716 ${String(trackAt(716))}) rotate(213) translate(-48 0)`}>
        <path d={hull(96, 26)} className="fill-buoy" />
      </g>
      <text x="232" y={FREE + 4} className="fill-note font-sans text-[12px] font-medium">
        free
      </text>
      <text x="560" y="470" className="fill-tide font-serif text-[22px] tracking-[0.08em] italic opacity-70">
        Inner Roads
      </text>
      <Rose />
      {LIGHTS.map(([x, y]) => (
        <Light key={x} x={x} y={y} />
      ))}
    </svg>
  );
}

/** Minutes of latitude and longitude, fine. */
function Graticule() {
  const lines = [150, 300, 450, 600, 750];
  return (
    <g className="stroke-contour opacity-45" strokeWidth="0.6">
      {lines.map((at) => (
        <path key={at} d={`M0 ${String(at)}H900M${String(at)} 0V900`} />
      ))}
    </g>
  );
}

/** Warehouses and streets behind the quay. */
function Town() {
  const blocks: [x: number, y: number, w: number, h: number][] = [
    [128, 222, 34, 66],
    [128, 306, 34, 48],
    [128, 372, 34, 84],
    [128, 474, 34, 40],
    [128, 532, 34, 74],
    [128, 624, 34, 52],
    [64, 240, 40, 90],
    [64, 352, 40, 52],
    [64, 426, 40, 76],
    [64, 524, 40, 110],
    [10, 290, 32, 70],
    [10, 384, 32, 96],
    [10, 504, 32, 60],
  ];
  return (
    <g className="fill-ink opacity-[0.09]">
      {blocks.map(([x, y, width, height]) => (
        <rect key={`${String(x)} ${String(y)}`} {...{ x, y, width, height }} rx="2" />
      ))}
    </g>
  );
}

/** A light as charts mark it: a star, and the flare in the colour of notes. */
function Light({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${String(x)} ${String(y)})`}>
      <path d="M2-2C12-16 26-20 30-14S18 6 2 2z" className="fill-note opacity-80" />
      <circle r="3.4" className="fill-ink" />
    </g>
  );
}

/** The compass rose. */
function Rose() {
  const ticks = Array.from({ length: 72 }, (_, at) => at * 5);
  return (
    <g transform="translate(690 190)" className="stroke-note fill-none opacity-70" strokeWidth="0.9">
      <circle r="84" />
      <circle r="62" strokeWidth="0.6" />
      {ticks.map((degrees) => (
        <path
          key={degrees}
          d={`M0 -84V${degrees % 30 === 0 ? '-70' : degrees % 10 === 0 ? '-76' : '-80'}`}
          transform={`rotate(${String(degrees)})`}
        />
      ))}
      <path d="M0-56V56M-56 0H56" strokeWidth="0.6" />
      <path d="M0-62l6 22L0-44l-6 4z" className="fill-note" />
    </g>
  );
}
