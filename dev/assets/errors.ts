/** A reason why the control plane's files cannot be had, in one sentence for the person at the terminal. */
export class AssetsError extends Error {
  override name = 'AssetsError';
}

/** A source that is out of reach now (no network, no such file): the next source is asked. */
export class SourceUnavailable extends Error {
  override name = 'SourceUnavailable';
}
