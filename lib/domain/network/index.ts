// Who may talk to whom: the picture as data, and its layout.
export { layoutNetwork } from './layout.ts';
export {
  NODE_KINDS,
  namespacePicture,
  partialPicture,
  portsText,
  teamPicture,
  type NetworkEdge,
  type NetworkNode,
  type NetworkPicture,
  type PicturedConnection,
} from './picture.ts';
