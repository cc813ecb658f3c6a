/** The peer of every page: an empty page of the same Next, built and served in the same way. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { allocatePorts } from '../dev/stack/ports.ts';
import { Supervisor, baseEnvironment, lastLines } from '../dev/stack/processes.ts';
import { NEXT, ROOT } from '../dev/stack/web.ts';

const FILES = {
  'package.json': '{ "name": "empty", "private": true, "type": "module" }',
  'next.config.js': `export default { turbopack: { root: ${JSON.stringify(ROOT)} } };`,
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': 'export default function Page() { return <h1>Empty</h1>; }',
};

/** Builds and serves it, below this checkout so that it finds the same Next. `stop` throws it away. Throws with the compiler's last lines. */
export async function startEmptyNext(): Promise<{ url: string; stop: () => Promise<void> }> {
  // Not in node_modules: what lies there is taken for a finished package, and not compiled.
  const state = path.join(ROOT, '.berth');
  fs.mkdirSync(state, { recursive: true });
  const dir = fs.mkdtempSync(path.join(state, 'empty-next-'));
  const supervisor = new Supervisor(dir);
  const stop = async () => {
    await supervisor.stopAll();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  try {
    fs.mkdirSync(path.join(dir, 'app'));
    for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(dir, name), text);
    const env = { ...baseEnvironment(dir), NEXT_TELEMETRY_DISABLED: '1' };
    await build(dir, env);
    const { empty: port } = await allocatePorts(['empty']);
    const url = `http://localhost:${String(port)}`;
    const web = supervisor.start({
      name: 'web',
      command: [process.execPath, NEXT, 'start', '-p', String(port), '-H', '127.0.0.1'],
      env,
      cwd: dir,
    });
    await web.waitUntil('ready', async () => (await fetch(url)).ok, 60_000);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(dir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [NEXT, 'build'], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The empty page could not be built:\n${lastLines(output)}`);
}
