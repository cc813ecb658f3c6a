/** Ports as people write them in one line: "8080, 5432/TCP, 53/UDP". */
import { invalid } from '../lib/domain/errors.ts';

/** Ports of the field `ports`; TCP unless said. Throws `invalid` for the field with what can't be read. */
export function portsOf(data: FormData): { port: number; protocol: string }[] {
  const line = data.get('ports');
  const words = (typeof line === 'string' ? line : '').split(/[\s,;]+/).filter(Boolean);
  return words.map((word) => {
    const [, number = '', protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(word) ?? [];
    const port = Number(number);
    if (number === '' || port < 1 || port > 65_535) {
      throw invalid([
        {
          field: 'ports',
          message: `"${word}" is no port. Write numbers from 1 to 65535, with the protocol where it isn’t TCP: 8080, 53/UDP.`,
        },
      ]);
    }
    return { port, protocol: protocol.toUpperCase() };
  });
}
