import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Fields that must never reach a log, wherever they turn up in what is logged. */
const SECRET = [
  'token',
  'authorization',
  'cookie',
  'password',
  'secret',
  'clientSecret',
  'refreshToken',
  'databaseUrl',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * A logger that writes JSON lines to standard output. `component` names the part of Berth that speaks; the level comes
 * from BERTH_LOG_LEVEL (`info` unless told).
 */
export function createLogger(component: string): Logger {
  return pino({
    level: process.env['BERTH_LOG_LEVEL'] ?? 'info',
    base: { component },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: { paths: SECRET, censor: '[hidden]' },
  });
}
