// Where the boxes and lines of a picture stand: who may reach us | us | whom we may reach. Pure arithmetic over a picture, in the units of
// an SVG's viewBox; the same picture gives the same layout.
import type { NetworkEdge, NetworkNode, NetworkPicture } from './picture.ts';

/** A column: left reaches us, right is reached by us. */
export type Column = 'left' | 'own' | 'right';

/** A node's box. Who is on both sides (traffic flows both ways) has a box in each column. */
export interface NetworkBox {
  /** Unique in the layout: "left namespace dev/ledger". */
  id: string;
  node: NetworkNode;
  column: Column;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An edge's line, as the `d` of an SVG path, and its ends. */
export interface NetworkLine {
  edge: NetworkEdge;
  path: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

export interface NetworkLayout {
  width: number;
  height: number;
  boxes: NetworkBox[];
  /** Traffic within one namespace is everywhere and has no line. */
  lines: NetworkLine[];
}

const BOX = { width: 220, height: 52, gap: 16 };
const LANE = 150;
const MARGIN = 12;
const COLUMNS: readonly Column[] = ['left', 'own', 'right'];

/** Lays a picture out. */
export function layoutNetwork(picture: NetworkPicture): NetworkLayout {
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const own = (id: string): boolean => nodes.get(id)?.own === true;
  const drawn = picture.edges.filter(({ from, to }) => from !== to && nodes.has(from) && nodes.has(to));
  const into = new Set(drawn.filter(({ to }) => own(to)).map(({ from }) => from));
  const inColumn: Record<Column, NetworkNode[]> = {
    left: picture.nodes.filter(({ id }) => !own(id) && into.has(id)),
    own: picture.nodes.filter(({ id }) => own(id)),
    // Whoever has no line is something that we could reach and don't.
    right: picture.nodes.filter(({ id }) => !own(id) && (!into.has(id) || drawn.some(({ to }) => to === id))),
  };
  const order = new Map(inColumn.own.map(({ id }, index) => [id, index]));
  for (const side of ['left', 'right'] as const) {
    inColumn[side] = nearestFirst(inColumn[side], order, drawn);
  }
  const tallest = Math.max(1, ...COLUMNS.map((column) => inColumn[column].length));
  const height = 2 * MARGIN + tallest * BOX.height + (tallest - 1) * BOX.gap;
  const boxes = COLUMNS.flatMap((column, index) => stacked(inColumn[column], column, index, height));
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  const width = 2 * MARGIN + 3 * BOX.width + 2 * LANE;
  return { width, height, boxes, lines: linesOf(drawn, boxOf, own) };
}

// Outer boxes stand near what they are connected to: by the mean place of their neighbours, then in the picture's own order.
function nearestFirst(
  nodes: readonly NetworkNode[],
  order: ReadonlyMap<string, number>,
  edges: readonly NetworkEdge[],
): NetworkNode[] {
  const weight = ({ id }: NetworkNode): number => {
    const places = edges.flatMap(({ from, to }) => {
      const place = from === id ? order.get(to) : to === id ? order.get(from) : undefined;
      return place === undefined ? [] : [place];
    });
    return places.length === 0 ? Infinity : places.reduce((sum, place) => sum + place, 0) / places.length;
  };
  const weighed = nodes.map((node, index) => ({ node, index, weight: weight(node) }));
  return weighed
    .sort((a, b) => (a.weight === b.weight ? a.index - b.index : a.weight - b.weight))
    .map(({ node }) => node);
}

function stacked(nodes: readonly NetworkNode[], column: Column, index: number, height: number): NetworkBox[] {
  const stack = nodes.length * BOX.height + Math.max(0, nodes.length - 1) * BOX.gap;
  const top = (height - stack) / 2;
  return nodes.map((node, place) => ({
    id: `${column} ${node.id}`,
    node,
    column,
    x: MARGIN + index * (BOX.width + LANE),
    y: top + place * (BOX.height + BOX.gap),
    width: BOX.width,
    height: BOX.height,
  }));
}

function linesOf(
  edges: readonly NetworkEdge[],
  boxes: ReadonlyMap<string, NetworkBox>,
  own: (id: string) => boolean,
): NetworkLine[] {
  const ends = edges.flatMap((edge) => {
    const from = boxes.get(`${own(edge.from) ? 'own' : 'left'} ${edge.from}`);
    const to = boxes.get(`${own(edge.to) ? 'own' : 'right'} ${edge.to}`);
    return from === undefined || to === undefined ? [] : [{ edge, from, to }];
  });
  // What touches a box on its right (all that leaves it, and what comes back to its own column) and on its left, in the order of edges.
  const right = (box: NetworkBox): string[] =>
    ends.flatMap(({ edge, from, to }) => [
      ...(from === box ? [`out ${edge.id}`] : []),
      ...(to === box && from.column === to.column ? [`in ${edge.id}`] : []),
    ]);
  const left = (box: NetworkBox): string[] =>
    ends.flatMap(({ edge, from, to }) => (to === box && from.column !== to.column ? [`in ${edge.id}`] : []));
  return ends.map(({ edge, from, to }) => {
    const inner = from.column === to.column;
    const start = { x: from.x + from.width, y: attach(from, right(from), `out ${edge.id}`) };
    const end = {
      x: inner ? to.x + to.width : to.x,
      y: attach(to, inner ? right(to) : left(to), `in ${edge.id}`),
    };
    // Between boxes of one column the line goes out into the lane and comes back.
    const bend = inner ? LANE / 2 : (end.x - start.x) / 2;
    const [first, second] = inner ? [start.x + bend, end.x + bend] : [start.x + bend, end.x - bend];
    const path = `M ${point(start.x, start.y)} C ${point(first, start.y)} ${point(second, end.y)} ${point(end.x, end.y)}`;
    return { edge, path, from: start, to: end };
  });
}

/** Where one of several lines touches a box: evenly along its side. */
const attach = (box: NetworkBox, touches: readonly string[], which: string): number =>
  rounded(box.y + (box.height * (touches.indexOf(which) + 1)) / (touches.length + 1));

const point = (x: number, y: number): string => `${String(rounded(x))} ${String(rounded(y))}`;
const rounded = (n: number): number => Math.round(n * 100) / 100;
