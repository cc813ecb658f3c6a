import {
  Activity,
  Container,
  DoorOpen,
  Globe,
  Network,
  ServerCog,
  Signpost,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { layoutNetwork, portsText } from '../../lib/domain/network/index.ts';
import type { NetworkEdge, NetworkNode, NetworkPicture } from '../../lib/domain/network/index.ts';
import { cx } from '../ui/cx.ts';

const ICONS: Record<NetworkNode['kind'], LucideIcon> = {
  namespace: Container,
  ingress: DoorOpen,
  monitoring: Activity,
  dns: Signpost,
  'api-server': ServerCog,
  destination: Network,
  internet: Globe,
};

/** The looks a line can have, and what each says. */
const LOOKS = [
  { id: 'agreed', className: 'text-tide', words: 'agreed or granted', dash: undefined },
  { id: 'built-in', className: 'text-contour', words: 'always there', dash: undefined },
  { id: 'asked', className: 'text-warn', words: 'asked for, not open', dash: '5 5' },
] as const;

function lookOf(edge: NetworkEdge): (typeof LOOKS)[number] {
  return edge.state === 'asked' ? LOOKS[2] : edge.source === 'built-in' ? LOOKS[1] : LOOKS[0];
}

/**
 * Who may talk to whom, as a drawing: left reaches us, right is reached by us. The table beside it says the same and more, so the
 * drawing is for the eye only; on a phone it leaves, with the box around it.
 */
export function NetworkMap({ picture }: { picture: NetworkPicture }) {
  const { width, height, boxes, lines } = layoutNetwork(picture);
  const hasLeft = boxes.some(({ column }) => column === 'left');
  // Nobody on the left (the other side's view of a namespace): the drawing begins with ourselves.
  const left = hasLeft ? 0 : Math.min(...boxes.map(({ x }) => x)) - 12;
  const there = LOOKS.filter((look) => lines.some(({ edge }) => lookOf(edge) === look));
  const isAlone = (node: NetworkNode): boolean =>
    !node.own && !lines.some(({ edge }) => edge.from === node.id || edge.to === node.id);
  return (
    <figure
      aria-label="Picture of the network"
      className="overflow-x-auto rounded-lg border border-line bg-surface p-4 max-md:hidden sm:p-5"
    >
      <svg
        viewBox={`${String(left)} 0 ${String(width - left)} ${String(height)}`}
        className="mx-auto h-auto w-full max-w-[70rem]"
        aria-hidden
      >
        <defs>
          {there.map(({ id, className }) => (
            <marker
              key={id}
              id={`arrow-${id}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
              className={className}
            >
              <path d="M0 0.5 7.5 4 0 7.5z" fill="currentColor" />
            </marker>
          ))}
        </defs>
        {lines.map(({ edge, path }) => {
          const { id, className, dash } = lookOf(edge);
          return (
            <path
              key={edge.id}
              d={path}
              fill="none"
              stroke="currentColor"
              strokeWidth={id === 'built-in' ? 1.25 : 1.75}
              strokeDasharray={dash}
              markerEnd={`url(#arrow-${id})`}
              className={className}
            >
              <title>{portsText(edge.ports)}</title>
            </path>
          );
        })}
        {boxes.map((box) => (
          <foreignObject key={box.id} x={box.x} y={box.y} width={box.width} height={box.height}>
            <Box node={box.node} alone={isAlone(box.node)} />
          </foreignObject>
        ))}
      </svg>
      <figcaption className="mt-3 flex flex-wrap justify-center gap-x-6 gap-y-1 text-xs text-faint">
        {there.map(({ id, className, words, dash }) => (
          <Legend key={id} className={className} strokeDasharray={dash}>
            {words}
          </Legend>
        ))}
        {boxes.some(({ node }) => isAlone(node)) && <span>A dashed box can’t be reached.</span>}
      </figcaption>
    </figure>
  );
}

function Box({ node, alone }: { node: NetworkNode; alone: boolean }) {
  const Icon = ICONS[node.kind];
  return (
    <div
      className={cx(
        'flex h-full items-center gap-2.5 rounded-lg border px-3',
        node.own ? 'border-tide bg-tide-wash' : 'border-line bg-surface',
        alone && 'border-dashed bg-transparent',
      )}
    >
      <Icon className={cx('size-4 shrink-0', node.own ? 'text-tide-strong' : 'text-faint')} />
      <div className="min-w-0">
        {node.namespace && !node.own ? (
          // The table has the same link for the keyboard; this one is a convenience of the drawing.
          <Link
            href={`/namespaces/${node.namespace.cluster}/${node.namespace.name}`}
            tabIndex={-1}
            className="block truncate text-xs font-medium hover:underline"
          >
            {node.title}
          </Link>
        ) : (
          <p className="truncate text-xs font-medium">{node.title}</p>
        )}
        {node.detail && <p className="truncate text-2xs text-faint">{node.detail}</p>}
      </div>
    </div>
  );
}

function Legend({ className, children, ...line }: ComponentProps<'line'> & { className: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 28 4" aria-hidden className={cx('h-1 w-7', className)}>
        <line x1="0" y1="2" x2="28" y2="2" stroke="currentColor" strokeWidth="2" {...line} />
      </svg>
      {children}
    </span>
  );
}
